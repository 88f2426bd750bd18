"""What a reader of the pull request has to look at, the worst first. Pure."""

from __future__ import annotations

from urllib.parse import quote as quote_url

from design_sessions.pull_requests.authors import author_of
from design_sessions.pull_requests.report import PRESENT, BranchLinks, SessionReport
from design_sessions.review_outcome import fixed_findings
from design_sessions.review_results import counted_by_severity
from design_sessions.safe_markdown import code, inline
from design_sessions.severity import by_severity
from design_sessions.status import ComponentStatus, FindingSide, ReviewFinding, reason_given
from design_sessions.wording import NOT_CHOSEN, counted, listed, one_line

_MINOR = "minor"
_ROOM = 25_000
"""Characters of what needs a look."""
_ROOM_FOR_MINOR = 10_000
"""Characters of the minor findings."""
_ROOM_FOR_WAIVED = 10_000
"""Characters of the findings that were waived."""
_MOST_USERS = 10
_LONGEST = 1_500
"""Characters of one explanation, suggestion or reason."""


def verdict(report: SessionReport) -> str:
    """The session in a sentence."""
    components = report.view.components
    present = sum(
        component.state in PRESENT or (_is_left(component) and report.has_design(component))
        for component in components
    )
    have = "has" if present == 1 else "have"
    all_there = f"All {counted(present, 'component')} have" if present > 1 else "The component has"
    there = (
        all_there
        if present == len(components)
        else f"{present} of {counted(len(components), 'component')} {have}"
    )
    accepted = sum(component.state == "accepted" for component in components)
    although = f", {accepted} of them accepted although not valid" if accepted else ""
    left = sum(_is_left(component) for component in components)
    chosen = f"; this session was asked for {len(components) - left}" if left else ""
    return f"{there} a design{although}{chosen}; {_reviewed(report)}{_fixed(report)}."


def first_look(report: SessionReport) -> list[str]:
    """Markdown list: open findings with both sides, accepted, skipped and changed designs."""
    view = report.view
    serious = [finding for finding in _open(report) if finding.severity != _MINOR]
    items = [finding_lines(finding, report.links) for finding in serious]
    for of_component in (_accepted, _skipped, _by_hand):
        items += [of_component(each, report) for each in view.components]
    return fitting_items(items, _ROOM)


def minor_findings(report: SessionReport) -> list[str]:
    """Markdown list of the findings that need nobody's decision."""
    minor = [
        finding_lines(finding, report.links)
        for finding in _open(report)
        if finding.severity == _MINOR
    ]
    return fitting_items(minor, _ROOM_FOR_MINOR)


def waived_findings(report: SessionReport) -> list[str]:
    """Markdown list of the findings that a person waived, each with name and reason."""
    return fitting_items(
        [_waived(finding, report.links) for finding in _findings(report)], _ROOM_FOR_WAIVED
    )


def _findings(report: SessionReport) -> list[ReviewFinding]:
    return by_severity(report.view.findings)


def _open(report: SessionReport) -> list[ReviewFinding]:
    return [finding for finding in _findings(report) if finding.waived is None]


def _waived(finding: ReviewFinding, links: BranchLinks) -> list[str]:
    if finding.waived is None:
        return []
    by, reason = finding.waived.by, finding.waived.reason
    first, *others = finding_lines(finding, links)
    return [first, f"  - Waived by {inline(by)}: {inline(reason, _LONGEST)}", *others]


def fitting_items(items: list[list[str]], room: int) -> list[str]:
    """The lines of the first items that fit into so many characters, and how many more there
    are."""
    items = [item for item in items if item]
    lines: list[str] = []
    for number, item in enumerate(items):
        room -= sum(len(line) + 1 for line in item)
        if room < 0:
            return [*lines, f"- and {len(items) - number:,} more, which the branch has"]
        lines += item
    return lines


def finding_lines(finding: ReviewFinding, links: BranchLinks) -> list[str]:
    """One finding with its sides, as a list item; links where a code host has the documents."""
    names = ", ".join(code(name) for name in finding.components)
    lines = [
        f"- **{finding.id}**, {finding.severity}, {finding.kind.replace('_', ' ')}"
        + (f", {names}" if names else "")
        + f": {inline(finding.explanation, _LONGEST)}"
    ]
    # A line of a document is shown without its emphasis, of which it may have one end only.
    lines += [
        f"  - {_place(side, links)}: {inline(side.says.replace('**', ''))}"
        for side in finding.sides
    ]
    if finding.suggestion.strip():
        lines.append(f"  - Suggestion: {inline(finding.suggestion, _LONGEST)}")
    return lines


def _place(side: FindingSide, links: BranchLinks) -> str:
    place = f"{code(side.path)}, line {side.line}"
    if links.file_prefix is None:
        return place
    # A code host shows Markdown as a page without lines; ``plain=1`` asks for its text.
    return f"[{place}]({links.file_prefix}{quote_url(side.path)}?plain=1#L{side.line})"


def _reviewed(report: SessionReport) -> str:
    review = report.view.review
    if report.view.is_reviewed:
        return f"the review has {_counted(report) or 'no open finding'}"
    if review is None:
        not_done = "they were not reviewed together"
    else:
        reason = reason_given(review.error)
        because = f": {inline(one_line(reason).rstrip('.'))}" if reason else ""
        not_done = f"the review was not done ({review.state}){because}"
    found = _counted(report) or ("no open finding" if report.are_compared else "")
    return f"{not_done}; the checks have {found}" if found else not_done


def _fixed(report: SessionReport) -> str:
    number = len(fixed_findings(report.revised))
    return f", {number} {'were' if number > 1 else 'was'} fixed" if number else ""


def _counted(report: SessionReport) -> str:
    """How many findings are open, by severity, and how many are waived; empty without any."""
    found = _open(report)
    waived = len(_findings(report)) - len(found)
    besides = f" and {waived} waived" if waived else ""
    if not found:
        return f"no open finding{besides}" if waived else ""
    return f"{counted_by_severity(found)} open{besides}"


def _accepted(component: ComponentStatus, report: SessionReport) -> list[str]:
    if component.state != "accepted":
        return []
    reason = reason_given(component.error)
    because = f": {inline(reason, _LONGEST)}" if reason else "."
    problems = report.accepted_problems.get(component.name, [])
    return [
        f"- {code(component.module)} was accepted{_by(component, report)} although not valid"
        f"{because}",
        *(f"  - {inline(problem, 500)}" for problem in problems),
    ]


def _skipped(component: ComponentStatus, report: SessionReport) -> list[str]:
    if component.state != "skipped" or _is_left(component):
        return []
    reason = reason_given(component.error) or "no reason was given"
    there = component.design_path in report.skipped_but_present
    still = " (but the branch has a design of it)" if there else ""
    by = _by(component, report)
    lines = [f"- {code(component.module)} was skipped{by}: {inline(reason, _LONGEST)}{still}"]
    users = [code(name) for name in report.users_of_missing.get(component.module, [])]
    return [*lines, f"  - Needed by {listed(users, _MOST_USERS)}"] if users else lines


def _by(component: ComponentStatus, report: SessionReport) -> str:
    name = report.decided_by.get(component.name)
    return f" by {inline(name)}" if name else ""


def _is_left(component: ComponentStatus) -> bool:
    """Whether the session was asked for others."""
    return component.state == "skipped" and reason_given(component.error) == NOT_CHOSEN


def _by_hand(component: ComponentStatus, report: SessionReport) -> list[str]:
    if not report.has_design(component) or report.authors is None:
        return []
    author = author_of(component, report.authors, model=report.view.agent.model)
    if not author.by_hand:
        return []
    written = "written by an agent, then changed by hand" if author.models else "written by hand"
    return [f"- {code(component.module)} was {written}."]
