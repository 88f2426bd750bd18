"""The tool that revises designs of a session that has ended."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from command_line.choosing.redo import asked_redo
from command_line.choosing.session import Arguments
from command_line.mcp_server.parameters import Components, PrComments, ReportedSession, Said
from command_line.mcp_server.start_tool import begun
from command_line.mcp_server.tool import ENDS, AgentTool, Answer, Inputs
from command_line.options import Invocation
from design_sessions.session_order import CostLimit


class RedoInputs(Inputs):
    """Of ``redo``."""

    components: Components = Field(default_factory=list[str])
    session: ReportedSession = None
    guidance: Annotated[
        Said | None, Field(description="What to change: the message to each agent.")
    ] = None
    from_pr: Annotated[
        bool,
        Field(
            description="Give the agents the open review threads of the pull request, and answer "
            "each with the commit. Without components: of all designs that have some."
        ),
    ] = False
    pr_comments: PrComments = False
    no_review: Annotated[bool, Field(description="Skip the review.")] = False
    max_cost: Annotated[
        CostLimit, Field(description="Hard limit for the estimated cost in USD, or `none`.")
    ] = None
    yes: Annotated[
        bool,
        Field(
            description="A person has confirmed that what people wrote or changed is replaced. "
            "Without it such a call is refused."
        ),
    ] = False


def _redo(invocation: Invocation, given: RedoInputs) -> Answer:
    asked = asked_redo(
        invocation,
        Arguments(given.session, tuple(given.components)),
        guidance=given.guidance,
        max_cost=given.max_cost,
        no_review=given.no_review,
        pr_comments=given.pr_comments,
        from_pr=given.from_pr,
    )
    threads = asked.threads.as_json() if asked.threads else None
    if asked.threads and (nothing := asked.threads.none_open):
        return Answer({"started": False, "notes": [nothing], "threads": threads})
    words = {"threads" if name == "from_pr" else name: name for name in given.model_fields_set}
    answer = begun(asked.invocation, lambda: asked.order(confirmed=given.yes), words)
    return Answer(answer | {"started": True, "threads": threads})


REDO = AgentTool(
    "redo",
    "Revise designs of a session that has ended, on its branch, and update its pull request. The "
    "other designs stay. With `from_pr`, as reviewers of the pull request ask; what they wrote is "
    "given to the model as data. This calls a model and costs money: `cost` in the answer says how "
    "much at most. It returns when the session has begun.",
    RedoInputs,
    _redo,
    ENDS,
)
