"""The tool that starts a session, or says what one would do and cost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from command_line.choosing.order import Ordered, order_for
from command_line.choosing.target import HERE
from command_line.mcp_server.parameters import Base, Context, PrComments, ProjectModule, Repository
from command_line.mcp_server.tool import ENDS, AgentTool, Answer, Inputs
from command_line.options import Invocation
from command_line.parameter_types import length_of_time
from command_line.reports.dry_run import dry_run_of
from command_line.reports.project_settings_line import settings_line
from command_line.reports.started_session import (
    started_cost,
    started_json,
    started_notes,
    started_states,
)
from command_line.temporal.session_start import start_session
from design_sessions.design_order import DesignOrder
from design_sessions.errors import HandWrittenError
from design_sessions.session_order import (
    ChosenLimits,
    CostLimit,
    Limits,
    OnFailure,
    Parallel,
    ReviewRounds,
    Revisions,
    Turns,
)

_LIMITS = Limits()
_NAMES = {"order": "design_order"}
"""Parameters that a session's order has by another name."""


def _checked_length(text: str) -> str:
    length_of_time(text, zero=False)
    return text


class StartInputs(Inputs):
    """Of ``start_session``."""

    context: Context
    repository: Repository = HERE
    base: Base = None
    branch: Annotated[
        str | None,
        Field(description="Branch to write to. Default: derived from the context's name."),
    ] = None
    regenerate: Annotated[
        bool, Field(description="Replace valid designs instead of keeping them.")
    ] = False
    only: Annotated[list[str], Field(description="Design these components alone.")] = Field(
        default_factory=list
    )
    order: Annotated[
        DesignOrder, Field(description="Design all at once, or each after what it depends on.")
    ] = "parallel"
    project_module: ProjectModule = None
    model: Annotated[str | None, Field(description="Model for designs.")] = None
    review_model: Annotated[str | None, Field(description="Model for the review.")] = None
    max_parallel: Annotated[
        Parallel | None, Field(description="The most components designed at once.")
    ] = None
    max_revisions: Annotated[
        Revisions | None,
        Field(
            description="Revisions per component. Default: the project's own, else "
            f"{_LIMITS.max_revisions}."
        ),
    ] = None
    max_turns: Annotated[
        Turns | None,
        Field(
            description="Model turns per component. Default: the project's own, else "
            f"{_LIMITS.max_turns}."
        ),
    ] = None
    max_review_rounds: Annotated[
        ReviewRounds | None,
        Field(
            description="How often designs are revised for what the review found. Default: the "
            f"project's own, else {_LIMITS.max_review_rounds}."
        ),
    ] = None
    review_gate: Annotated[
        bool | None,
        Field(
            description="Whether revisions for what the review found wait for a person. Default: "
            "the project's own, else false."
        ),
    ] = None
    max_cost: Annotated[
        CostLimit,
        Field(
            description="Hard limit for the session's estimated cost in USD, or `none`. Default: "
            f"the project's own, else {_LIMITS.max_cost}."
        ),
    ] = None
    on_failure: Annotated[
        OnFailure,
        Field(
            description="When components have failed: wait for a person, continue without them, "
            "or end."
        ),
    ] = "wait"
    wait_limit: Annotated[
        str | None,
        Field(
            description="How long to wait for a person before the session fails: 30d, 12h, 90m or "
            "2w. Default: forever."
        ),
        AfterValidator(lambda text: text if text is None else _checked_length(text)),
    ] = None
    no_review: Annotated[bool, Field(description="Skip the review.")] = False
    pr_comments: PrComments = False
    yes: Annotated[
        bool,
        Field(
            description="A person has confirmed that what people wrote or changed is replaced. "
            "Without it such a start is refused."
        ),
    ] = False
    dry_run: Annotated[
        bool, Field(description="Say what would be designed and what it may cost, and end.")
    ] = False

    def session_order(self, invocation: Invocation) -> Ordered:
        """The order that these parameters mean.

        Raises:
            InputError: the repository or the context cannot be read.
        """
        limit = self.wait_limit
        return order_for(
            invocation.settings,
            self.repository,
            self.context,
            base=self.base,
            branch=self.branch,
            regenerate=self.regenerate,
            only=self.only,
            design_order=self.order,
            replace_hand_written=self.yes,
            project_module=self.project_module,
            model=self.model,
            review_model=self.review_model,
            limits=ChosenLimits(
                max_parallel=self.max_parallel,
                max_revisions=self.max_revisions,
                max_turns=self.max_turns,
                max_review_rounds=self.max_review_rounds,
                review_gate=self.review_gate,
                max_cost=self.max_cost,
            ),
            on_failure=self.on_failure,
            wait_limit=length_of_time(limit, zero=False).total_seconds() if limit else None,
            review=not self.no_review,
            pr_comments=self.pr_comments,
        )


def _start(invocation: Invocation, given: StartInputs) -> Answer:
    if given.dry_run:
        return Answer(dry_run_of(invocation, given.session_order(invocation)).as_json())
    words = {_NAMES.get(name, name): name for name in given.model_fields_set}
    return Answer(begun(invocation, lambda: given.session_order(invocation), words))


def begun(
    invocation: Invocation, order: Callable[[], Ordered], words: Mapping[str, str]
) -> dict[str, object]:
    """Start the session, or join the running one; returns what is told of it.

    Args:
        invocation: whose session it is.
        order: makes the order.
        words: by name of what the caller gave, the word for it.

    Raises:
        HandWrittenError: a person has to confirm what is replaced.
    """
    try:
        started = asyncio.run(start_session(invocation, order))
    except HandWrittenError as error:
        raise HandWrittenError(
            error.message,
            f"{error.remedy} Ask a person first; `yes: true` confirms it.".strip(),
        ) from None
    from_file = settings_line(invocation, started.ordered.settings, words)
    return started_json(invocation, started) | {
        "cost": started_cost(invocation, started, started_states(started)),
        "notes": [*([from_file] if from_file else []), *started_notes(started, words)],
    }


START_SESSION = AgentTool(
    "start_session",
    "Start a session: an agent writes a design document for each component of a context on a "
    "branch of its own. This calls a model and costs money: `cost` in the answer says how much at "
    "most. Call it with `dry_run: true` first and tell the person. It returns when the session has "
    "begun; `session_status` shows how it goes on.",
    StartInputs,
    _start,
    ENDS,
)
