"""What a session says on its pull request: answers to review threads, and open findings."""

from __future__ import annotations

from collections.abc import Callable

from design_sessions.errors import DesignSessionError
from design_sessions.outcomes import Discussed
from design_sessions.pull_requests import pull_requests_for
from design_sessions.pull_requests.discussion import Discussion
from design_sessions.pull_requests.finding_comments import keys_in, not_said
from design_sessions.record_ids import component_session_id
from design_sessions.references import SessionReference
from design_sessions.repository.reading.earlier_commits import last_commit_of_session
from design_sessions.review_threads import ReviewThread, answer_text
from design_sessions.services import Services
from design_sessions.status import ReviewFinding
from design_sessions.steps.open_findings import open_findings
from design_sessions.store.records import ParentRecord
from design_sessions.wording import counted, listed

_NAMED = 5
"""Places named in one notice."""


def discuss(services: Services, session: SessionReference) -> Discussed:
    """Answer the review threads that were taken, and post open findings if that is asked for.

    What is there already is not said again, however often this runs. What the code host refuses
    becomes a notice.

    Raises:
        DesignSessionError: not all could be said; may pass.
    """
    parent = services.store.sessions.parent(session.scope, session.session_id)
    discussion = pull_requests_for(services.settings, parent.environment.repository).discussion(
        parent.environment.branch, parent.state.order.base
    )
    done = Discussed()
    if discussion is None:
        return done
    may_pass: DesignSessionError | None = None
    acts: list[tuple[str, Callable[[Services, ParentRecord, Discussion, Discussed], None]]] = []
    if parent.state.threads:
        acts.append(("Review threads were not all answered", _answer))
    if parent.state.order.pr_comments:
        acts.append(("Open findings were not posted on the pull request", _post))
    for failed, act in acts:
        try:
            act(services, parent, discussion, done)
        except DesignSessionError as error:
            if error.retryable:
                may_pass = error
            else:
                done.notices.append(f"{failed}: {error}")
    if may_pass is not None:
        raise may_pass
    return done


def _answer(
    services: Services, parent: ParentRecord, discussion: Discussion, done: Discussed
) -> None:
    known = {thread.id: thread for thread in discussion.threads().threads}
    components = {c.design_path: c for c in parent.state.context.components}
    answers: list[tuple[ReviewThread, str]] = []
    unchanged: list[ReviewThread] = []
    commits = _commits(services, parent)
    still_open = not_said(_open_findings(services, parent), ())
    for asked in parent.state.threads:
        thread = known.get(asked.id)
        # Where a person has resolved or deleted it, there is nobody to answer.
        if thread is None or thread.resolved:
            continue
        commit = commits[asked.path]
        if commit is None:
            unchanged.append(asked)
        elif commit not in thread.answers:
            is_open = not keys_in(each.text for each in thread.comments).isdisjoint(still_open)
            name = components[asked.path].name
            answers.append((thread, answer_text(name, commit, is_open=is_open)))
    if unchanged:
        places = listed([thread.place for thread in unchanged], _NAMED)
        done.notices.append(
            f"{counted(len(unchanged), 'review thread')} without an answer, since the design was "
            f"not changed: {places}."
        )
    done.answered = discussion.answer(answers)


def _commits(services: Services, parent: ParentRecord) -> dict[str, str | None]:
    """By path of a design with threads, the session's last commit of it."""
    mirror, branch = services.mirrors.get(parent.environment.repository), parent.environment.branch
    head = mirror.fetch_branch(branch)
    modules = {c.design_path: c.module for c in parent.state.context.components}
    return {
        path: head
        and last_commit_of_session(
            mirror.git,
            head,
            parent.environment.base_commit,
            path=path,
            session=str(component_session_id(parent.id, modules[path])),
        )
        for path in {thread.path for thread in parent.state.threads}
    }


def _post(
    services: Services, parent: ParentRecord, discussion: Discussion, done: Discussed
) -> None:
    findings = _open_findings(services, parent)
    paths = {c.name: c.design_path for c in parent.state.context.components}
    posted = discussion.post_findings(findings, paths) if findings else None
    if posted is None:
        return
    done.posted = posted.posted
    if posted.waiting:
        done.notices.append(
            f"{counted(posted.waiting, 'open finding')} had no room in the review on the pull "
            "request; the next session with --pr-comments posts what is still open."
        )


def _open_findings(services: Services, parent: ParentRecord) -> list[ReviewFinding]:
    """Those of the review and of the checks that nothing has answered and nobody has waived."""
    found = open_findings(services.store, parent, parent.state.findings)
    return [each for each in found if each.waived is None]
