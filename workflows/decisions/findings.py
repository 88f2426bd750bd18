"""What people decide on findings, and on the revisions that they ask for; pure."""

from __future__ import annotations

from design_sessions.decisions import WaiveFinding
from design_sessions.status import (
    Attention,
    ComponentStatus,
    FindingInQuestion,
    ReviewFinding,
    Waiver,
)
from design_sessions.wording import counted, did_you_mean, listed
from workflows.decisions.actions import retry_all, revise, skip_revisions, waive
from workflows.decisions.components import replaced
from workflows.decisions.reading import PointlessDecisionError
from workflows.messages import DecisionAnswer
from workflows.session_state import SessionState
from workflows.steps import Step

_MOST_NAMED = 20


def revisions_attention(state: SessionState, *, since: str) -> Attention:
    """Findings ask for revisions, and somebody wanted to be asked before."""
    names = {c.module: c.name for c in state.view.components}
    asked = {names[module]: found for module, found in state.review.asked.items()}
    findings = [
        FindingInQuestion(
            id=finding.id,
            severity=finding.severity,
            components=[name for name, found in asked.items() if finding.id in found],
            explanation=finding.explanation,
        )
        for finding in _findings(state)
        if any(finding.id in found for found in asked.values())
    ]
    revised = f"{counted(len(asked), 'design')} ({listed(list(asked), _MOST_NAMED)})"
    return Attention(
        step=str(Step.SPAWN_REVIEW_SESSION),
        kind="review",
        reason=f"{_asker(state)} would have {revised} revised for "
        f"{counted(len(findings), 'finding')}.",
        since=since,
        findings=findings,
        actions=[
            retry_all(
                state.view, "Have this design revised" if len(asked) == 1 else "Have these revised"
            ),
            *(revise(state.view, name) for name in asked if len(asked) > 1),
            *(waive(state.view, finding.id) for finding in findings),
            skip_revisions(state.view),
        ],
    )


def who_asks(state: SessionState) -> str:
    """Who asks for changes, with the verb: the review, or the checks where there is none."""
    return f"{_asker(state)} {'asks' if state.view.is_reviewed else 'ask'}"


def _asker(state: SessionState) -> str:
    return "The review" if state.view.is_reviewed else "The checks"


def approve_revisions(state: SessionState) -> DecisionAnswer:
    """Have the designs revised that a person was asked about."""
    names = [state.component(module).name for module in state.review.asked]
    state.review.asked = {}
    state.review.approved = True
    return DecisionAnswer(message=f"Revising: {', '.join(names)}.")


def choose_one_revision(state: SessionState, name: str) -> None:
    """After a person has chosen a design to revise: the others that were asked about are not.

    Another design than those that were asked about answers nothing: the question comes again.
    """
    component = state.view.component_named(name)
    if component is not None and component.module in state.review.asked:
        state.review.rounds += 1
    state.review.asked = {}


def leave_revisions(state: SessionState, reason: str) -> DecisionAnswer:
    """Go on without the revisions that findings ask for; the findings stay."""
    before = state.review.left
    state.review.left = reason
    state.review.asked = {}
    changed = before != reason
    if before is not None:
        already = "The findings are already left as they are."
        return DecisionAnswer(message=replaced(already, before, changed), changed=changed)
    return DecisionAnswer(message="The session continues without revisions; the findings stay.")


def waive_finding(
    state: SessionState, decision: WaiveFinding, *, by: str, at: str
) -> DecisionAnswer:
    """Leave a finding as it is: nothing is revised for it any more.

    Raises:
        PointlessDecisionError: there is no such finding, or the session has ended.
    """
    if state.view.status != "active":
        raise PointlessDecisionError(
            f"The session is {state.view.status}; start it again to continue."
        )
    finding = next((each for each in _findings(state) if each.id == decision.finding), None)
    if finding is None:
        known = [each.id for each in _findings(state) if each.waived is None]
        raise PointlessDecisionError(
            f"No finding {decision.finding!r} is open{did_you_mean(decision.finding, known)} "
            + (f"Open findings: {', '.join(known)}." if known else "There are no open findings.")
        )
    before = finding.waived
    if before is not None and before.reason == decision.reason:
        return DecisionAnswer(message=f"{finding.id} is already waived.", changed=False)
    finding.waived = Waiver(by=by, at=at, reason=decision.reason)
    state.review.outdated = True
    if before is not None:
        already = f"{finding.id} is already waived."
        return DecisionAnswer(message=replaced(already, before.reason, changed=True))
    return DecisionAnswer(message=f"Waived {finding.id}.")


def ask_about_the_rest(state: SessionState) -> bool:
    """After a waiver, ask about the revisions for the findings that are left.

    Returns:
        Whether the session still waits for that.
    """
    waived = {each.id for each in _findings(state) if each.waived is not None}
    left = {
        module: [f for f in ids if f not in waived] for module, ids in state.review.asked.items()
    }
    state.review.asked = {module: ids for module, ids in left.items() if ids}
    before = state.view.attention
    if not state.review.asked or before is None:
        return False
    state.view.attention = revisions_attention(state, since=before.since)
    return True


def findings_of(state: SessionState, component: ComponentStatus) -> list[str]:
    """Identifiers of the open findings that name a component."""
    return [
        each.id
        for each in _findings(state)
        if each.waived is None and component.name in each.concerned
    ]


def _findings(state: SessionState) -> list[ReviewFinding]:
    return state.view.findings
