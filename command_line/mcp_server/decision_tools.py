"""Tools that decide how a session goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

from pydantic import Field

from command_line.choosing.decisions import AskedDecisions, acceptances, retries, skips, waivers
from command_line.choosing.session import Arguments
from command_line.complaints import complaint_of
from command_line.mcp_server.parameters import Components, DecidedSession, Said
from command_line.mcp_server.tool import DECIDES, ENDS, AgentTool, Answer, Inputs
from command_line.options import Invocation
from command_line.temporal.cancellation import request_cancellation
from command_line.temporal.decisions import send_decisions
from command_line.temporal.worker import NoWorkerError
from design_sessions.decisions import RaisedLimit, Recheck
from design_sessions.errors import InputError

_NONE = Field(default_factory=list[str])
_REASON = "The reason, in a person's words; it is recorded and shown."


class RetryInputs(Inputs):
    """Of ``retry``."""

    components: Components = _NONE
    session: DecidedSession = None
    guidance: Annotated[
        Said | None,
        Field(description="Advice for the model: the next message of the conversation."),
    ] = None
    max_cost: Annotated[
        RaisedLimit | None,
        Field(
            description="New limit for the session's estimated cost in USD, once the old one is "
            "reached. It applies to the whole session: leave out the components."
        ),
    ] = None


class SkipInputs(Inputs):
    """Of ``skip``."""

    reason: Annotated[Said, Field(description=_REASON)]
    components: Components = _NONE
    session: DecidedSession = None
    review: Annotated[
        bool,
        Field(description="Continue without a review, or without the revisions that it asks for."),
    ] = False
    pull_request: Annotated[bool, Field(description="Finish without a pull request.")] = False


class WaiveInputs(Inputs):
    """Of ``waive``."""

    findings: Annotated[
        list[str], Field(min_length=1, description="Identifiers of findings, such as F1.")
    ]
    reason: Annotated[Said, Field(description=_REASON)]
    session: DecidedSession = None


class AcceptInputs(Inputs):
    """Of ``accept``."""

    components: Components
    session: DecidedSession = None
    reason: Annotated[Said | None, Field(description=_REASON)] = None


class RecheckInputs(Inputs):
    """Of ``recheck``."""

    session: DecidedSession = None


class CancelInputs(Inputs):
    """Of ``cancel``."""

    components: Components = _NONE
    session: DecidedSession = None


def _retry(invocation: Invocation, given: RetryInputs) -> Answer:
    asked = retries(
        given.components,
        guidance=given.guidance,
        max_cost=given.max_cost,
        by=invocation.user,
    )
    return _decided(invocation, given.session, given.components, asked)


def _skip(invocation: Invocation, given: SkipInputs) -> Answer:
    asked = skips(
        given.components,
        review=given.review,
        pull_request=given.pull_request,
        reason=given.reason,
        by=invocation.user,
    )
    return _decided(invocation, given.session, given.components, asked)


def _waive(invocation: Invocation, given: WaiveInputs) -> Answer:
    asked = waivers(given.findings, reason=given.reason, by=invocation.user)
    return _decided(invocation, given.session, (), asked)


def _accept(invocation: Invocation, given: AcceptInputs) -> Answer:
    asked = acceptances(given.components, reason=given.reason, by=invocation.user)
    return _decided(invocation, given.session, given.components, asked)


def _recheck(invocation: Invocation, given: RecheckInputs) -> Answer:
    asked = AskedDecisions([Recheck(by=invocation.user)])
    return _decided(invocation, given.session, (), asked)


def _cancel(invocation: Invocation, given: CancelInputs) -> Answer:
    arguments = Arguments(given.session, tuple(given.components))
    return _answered(lambda tell: request_cancellation(invocation, arguments, tell))


def _decided(
    invocation: Invocation, session: str | None, components: Sequence[str], asked: AskedDecisions
) -> Answer:
    arguments = Arguments(session, tuple(components))
    return _answered(lambda tell: send_decisions(invocation, arguments, asked, tell))


def _answered(ask: Callable[[Callable[[str | InputError], None]], None]) -> Answer:
    """What was answered to each request, even if the worker is gone before the last."""
    answers: list[str | InputError] = []
    try:
        ask(answers.append)
    except NoWorkerError as error:
        answers.append(error)
    return Answer(
        {"answers": [answer for answer in answers if isinstance(answer, str)]},
        [complaint_of(answer).line for answer in answers if isinstance(answer, InputError)],
    )


RETRY = AgentTool(
    "retry",
    "Design components again, with guidance if given; a running component gets the guidance in its "
    "next turn, and a finished design is revised for the open findings that name it. Without "
    "components: retry the failed step and every component that failed. This "
    "calls a model and costs money, up to the session's limit.",
    RetryInputs,
    _retry,
    DECIDES,
)
SKIP = AgentTool(
    "skip",
    "Continue a session without components, the review or the pull request.",
    SkipInputs,
    _skip,
    ENDS,
)
WAIVE = AgentTool(
    "waive",
    "Leave findings as they are: nothing is revised for them, and they are listed as "
    "waived, with the reason.",
    WaiveInputs,
    _waive,
    DECIDES,
)
ACCEPT = AgentTool(
    "accept",
    "Commit the last drafts of components even though they are invalid.",
    AcceptInputs,
    _accept,
    DECIDES,
)
RECHECK = AgentTool(
    "recheck",
    "Validate designs that a person committed to the session's branch.",
    RecheckInputs,
    _recheck,
    DECIDES,
)
CANCEL = AgentTool(
    "cancel",
    "Cancel a session, or only some of its components. Commits stay on the branch.",
    CancelInputs,
    _cancel,
    ENDS,
)
