"""The text of a review's document, and whether it is valid."""

from __future__ import annotations

from collections.abc import Sequence

from design_sessions.definitions import review_definition
from design_sessions.design_document.examination import validate_design
from design_sessions.design_document.problems import DesignProblem
from design_sessions.errors import DesignSessionError
from design_sessions.layouts import layout_named, review_path
from design_sessions.moved_lines import line_after
from design_sessions.review_document import render_review
from design_sessions.review_results import AcceptedDesign
from design_sessions.review_submission import ReviewSubmission
from design_sessions.status import ReviewFinding, SessionStatusView, reason_given
from design_sessions.steps.contradiction_facts import compare_designs
from design_sessions.steps.review_session import ReviewSession, revised_designs, skipped_modules
from design_sessions.store.session_states import StoredFindings

_CHANGED = " (One of these lines was changed after the review.)"


def review_text(
    session: ReviewSession,
    known: StoredFindings,
    report: SessionStatusView,
    findings: Sequence[ReviewFinding],
    *,
    accepted: Sequence[AcceptedDesign],
    left: Sequence[str],
) -> str:
    """The document, as it is committed.

    Args:
        session: the review.
        known: what its session knows of the findings.
        report: the session's status.
        findings: those that are open.
        accepted: designs that a person accepted.
        left: names of components that would have to change and are left to people.

    Raises:
        DesignSessionError: the document would not be valid.
    """
    state, context = session.record.state, session.parent.state.context
    reviewed = {module for group in state.groups for module in group}
    snapshot = session.mirror.snapshot(known.commit)
    compared = compare_designs(
        session.parent, session.mirror, known.commit, excused=skipped_modules(report)
    )
    functions = compared.coverage if compared else ()
    read = [c.design_path for c in session.components if c.module in reviewed]
    named = {
        context.path,
        *read,
        *(side.path for each in findings for side in each.sides),
        *(cover.path for function in functions for cover in function.covers),
    }
    text = render_review(
        context=context.module,
        context_path=context.path,
        path=review_path(context.path),
        summary=state.summary,
        findings=findings,
        revised=revised_designs(session.components, known),
        left=left,
        functions=functions,
        existing={path for path in named if snapshot.exists(path)},
        designs_read=read,
        accepted=accepted,
        skipped=[
            (c.name, reason_given(c.error)) for c in report.components if c.state == "skipped"
        ],
        model=session.record.agent.review_model,
    )
    problems = _problems(session, text)
    if problems:
        raise DesignSessionError(f"The review's document is not valid: {problems[0]}")
    return text


def with_present_lines(
    session: ReviewSession, known: StoredFindings, findings: Sequence[ReviewFinding]
) -> list[ReviewFinding]:
    """The findings with lines as they are at the commit that was read last.

    The reviewer named lines of designs of which some were revised since. Where such a line is
    another one now, the finding says so: whether it still holds, the reviewer alone could tell.
    """
    before = session.mirror.snapshot(session.record.state.commit)
    now = session.mirror.snapshot(known.commit)
    commits = known.revised
    revised = [c.design_path for c in session.components if c.name in commits]
    texts = {path: (before.read_text(path) or "", now.read_text(path) or "") for path in revised}
    # The contradictions were found anew.
    found_now = {each.id for each in known.contradictions}

    def present(finding: ReviewFinding) -> ReviewFinding:
        sides, changed = [], False
        for side in finding.sides:
            if side.path in texts:
                line, is_same = line_after(*texts[side.path], side.line)
                side = side.model_copy(update={"line": line})
                changed = changed or not is_same
            sides.append(side)
        said = f"{finding.explanation}{_CHANGED}" if changed else finding.explanation
        return finding.model_copy(update={"sides": sides, "explanation": said})

    return [each if each.id in found_now else present(each) for each in findings]


def submission_problems(session: ReviewSession, submission: ReviewSubmission) -> list[str]:
    """What would be wrong with a document of this submission alone, in words for the model."""
    context = session.parent.state.context
    text = render_review(
        context=context.module,
        context_path=context.path,
        path=review_path(context.path),
        summary="\n\n".join([submission.summary, *(each.reason for each in submission.decisions)]),
        findings=submission.findings,
        designs_read=[context.path],
        accepted=[],
        skipped=[],
        model=session.record.agent.review_model,
    )
    return [f"In the review's document: {each.message}" for each in _problems(session, text)]


def _problems(session: ReviewSession, text: str) -> list[DesignProblem]:
    standard = layout_named(session.record.environment.layout).standard
    return validate_design(
        text,
        definition=review_definition(standard),
        module=session.parent.state.context.module,
    )
