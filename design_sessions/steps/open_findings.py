"""The findings of a review as people know them: with identifiers, and with what was waived."""

from __future__ import annotations

from design_sessions.agent.finding_identifiers import with_identifiers
from design_sessions.decisions import WaiveFinding
from design_sessions.status import ReviewFinding, Waiver
from design_sessions.store import Store
from design_sessions.store.records import ReviewRecord
from design_sessions.store.session_states import StoredReviewState


def identify(state: StoredReviewState) -> None:
    """Give each finding of a review its identifier."""
    state.findings, state.contradictions = with_identifiers(
        state.findings, state.contradictions, state.identifiers
    )


def open_findings(store: Store, review: ReviewRecord) -> list[ReviewFinding]:
    """What is still to be done; waived findings are among them and say so.

    A waiver is a decision of the parent's record, so that none is lost while the review's own
    state is written.
    """
    made = store.interactions.of_step(review.scope, review.parent_id, WaiveFinding.name)
    # The last decision on a finding counts.
    waivers = {each.command["finding"]: Waiver.model_validate(each.command) for each in made}
    return [
        finding.model_copy(update={"waived": waivers.get(finding.id)})
        for finding in review.state.open_findings
    ]
