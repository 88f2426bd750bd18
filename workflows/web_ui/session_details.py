"""What Temporal's Web UI shows as a session's current details; pure."""

from __future__ import annotations

from collections import Counter

from design_sessions.status import (
    SETTLED,
    Attention,
    ComponentStatus,
    ReviewFinding,
    SessionStatusView,
)
from design_sessions.step_words import spoken_step
from design_sessions.wording import NOTHING_TO_OPEN, counted, dollars
from workflows.decisions import actions
from workflows.steps import Step, steps
from workflows.web_ui.choices import choices
from workflows.web_ui.markdown import (
    code,
    inline,
    link,
    literal,
    table,
)

MOST_ROWS = 40
"""Rows of the table. The Web UI sends details in a URL, whose length is limited."""
_MOST_REASONS = 12
_NOTICES = 5
_FINDINGS = 12
_FINDING = 200
"""Characters of one finding."""
_NAME_IN_ROW = 40

_COLUMNS = ("component", "state", "attempt", "revisions", "tokens", "cost")
_NUMBERS = {"attempt", "revisions", "tokens", "cost"}
_LONGEST_BESIDE = {"revisions": 14, "attempt": 24, "tokens": 34}
"""Up to which length of the longest name there is room for a column, on 1,400 pixels."""
_PAUSED_LONGER = 8
"""Characters that ``running, paused`` takes from the names."""
_PURPOSE = {
    Step.INITIALIZE: "checking repository, models and permissions, then creating the branch",
    Step.SPAWN_COMPONENT_DESIGN_SESSIONS: "an agent designs each component, and each design is "
    "revised until it is valid",
    Step.SPAWN_REVIEW_SESSION: "reviewing all designs together",
    Step.FINALIZE: "opening the pull request",
}
_URGENCY = ("failed", "cancelled", "running", "pending")
"""Which rows stay when there are too many for the page."""


def session_details(view: SessionStatusView, *, namespace: str) -> str:
    """The session's state, a table of its components, and what a person can do.

    Args:
        view: the session as it is now.
        namespace: of Temporal, for links to the components' workflows.
    """
    # What somebody has to decide stands on the first screen, before a long table.
    components, offered = _components(view, namespace), choices(view)
    blocks = [
        [f"### Designs of {inline(view.context)}: {progress(view)}"],
        _situation(view),
        *([components, offered] if view.attention is None else [offered, components]),
        _reasons(view.components),
        _paused(view.components),
        [*_review(view, namespace), *_findings(view)],
        _notices(view),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def introduction(*, context: str, repository: str, has_review: bool) -> str:
    """What a session is and where its page says more; shown beside the current details."""
    together = "a review of all designs" if has_review else "a comparison of all designs"
    return (
        f"Designs the components of {code(context)} in {code(repository)}: one workflow for each "
        f"component, {together}, and a pull request.\n\n"
        "**Current Details**, beside this, show its state and what you can do; press R to refresh "
        "them. The components' own pages are linked there and under Relationships; the Timeline "
        "shows every step and its purpose."
    )


def progress(view: SessionStatusView) -> str:
    """How many components are in which state: ``4 of 6 done, 1 running, 1 failed``."""
    states = Counter[str](component.state for component in view.components)
    done = sum(number for state, number in states.items() if state in SETTLED)
    parts = [f"{done} of {len(view.components)} done" if view.components else str(view.status)]
    parts += [f"{states[state]} {state}" for state in reversed(_URGENCY) if states[state]]
    return ", ".join(parts)


def _situation(view: SessionStatusView) -> list[str]:
    lines = [_headline(view)]
    if view.branch:
        base = f" from {code(view.base_commit[:10])}" if view.base_commit else ""
        lines.append(
            f"Branch {code(view.branch)}{base}. {view.usage.total_tokens:,} tokens, estimated cost "
            f"{dollars(view.usage.cost_usd)}."
        )
    if view.pull_request is not None:
        lines.append(f"[Pull request {view.pull_request.number}]({view.pull_request.url})")
    elif view.pull_request_text == NOTHING_TO_OPEN:
        lines.append(NOTHING_TO_OPEN)
    elif view.pull_request_text is not None:
        command = actions.client_command(view, "status")
        lines.append(f"For title and body of the pull request, run {literal(command)}")
    return lines


def _headline(view: SessionStatusView) -> str:
    match view.status:
        case "complete":
            return "**Complete.** No action needed."
        case "failed":
            return (
                f"**Failed:** {inline(view.error or 'unknown reason', 600)}\n"
                "Fix the cause and start the session again; finished designs are kept."
            )
        case "cancelled":
            return "**Cancelled.** Start the session again to continue; finished designs are kept."
    if view.attention is not None:
        return _waiting(view.attention, with_review=view.review is not None)
    step = next((step for step in steps() if step == view.step), Step.INITIALIZE)
    number = steps().index(step) + 1
    return f"**Running.** Step {number} of {len(steps())}: {_PURPOSE[step]}. No action needed."


def _waiting(attention: Attention, *, with_review: bool) -> str:
    trouble = _names_in_trouble(attention) or inline(attention.reason, 600)
    return (
        f"**Waiting for a person** since {_minute(attention.since)}, while "
        f"{spoken_step(attention.step, with_review=with_review)}: {trouble}"
    )


def _names_in_trouble(attention: Attention) -> str:
    """The components in trouble; below the table stands why."""
    if attention.kind != "components":
        return ""
    groups = {
        "failed": [each.component for each in attention.failed],
        "cancelled": [each.component for each in attention.cancelled],
        "design file missing": [each.component for each in attention.missing],
    }
    return "; ".join(
        f"{what}: {inline(', '.join(names))}" for what, names in groups.items() if names
    )


def _minute(at: str) -> str:
    """An ISO 8601 time in UTC as people write it."""
    return f"{at[:10]} {at[11:16]} UTC"


def _components(view: SessionStatusView, namespace: str) -> list[str]:
    if not view.components:
        return []
    shown = _shown(view.components)
    columns = _columns(shown)
    rows = [_cells(component, namespace) for component in shown]
    lines = table(columns, [[row[name] for name in columns] for row in rows], numbers=_NUMBERS)
    hidden = Counter(c.state for c in view.components)
    hidden.subtract(component.state for component in shown)
    rest = [f"{number} {state}" for state, number in hidden.items() if number]
    if rest:
        # A line of its own after the table would become one of its rows.
        lines += ["", f"Not in this table: {', '.join(rest)}."]
    return lines


def _shown(components: list[ComponentStatus]) -> list[ComponentStatus]:
    """The most important rows, in the session's order."""
    if len(components) <= MOST_ROWS:
        return components
    rank = {state: place for place, state in enumerate(_URGENCY)}
    urgent = sorted(components, key=lambda each: rank.get(each.state, len(rank)))[:MOST_ROWS]
    names = {component.module for component in urgent}
    return [component for component in components if component.module in names]


def _columns(shown: list[ComponentStatus]) -> list[str]:
    """The columns that the page has room for; a table that is too wide is cut at its right."""
    longest = max(len(_name(each)) for each in shown)
    if any(each.paused for each in shown):
        longest += _PAUSED_LONGER
    return [name for name in _COLUMNS if longest <= _LONGEST_BESIDE.get(name, longest)]


def _cells(component: ComponentStatus, namespace: str) -> dict[str, str]:
    return {
        "component": link(_name(component), namespace=namespace, workflow_id=component.workflow_id),
        "state": "running, paused" if component.paused else component.state,
        "attempt": str(component.attempt),
        "revisions": str(component.revisions),
        "tokens": f"{component.usage.total_tokens:,}",
        "cost": dollars(component.usage.cost_usd),
    }


def _name(component: ComponentStatus) -> str:
    """A word that does not wrap; a longer one would push the table off the page."""
    name = component.name
    return name if len(name) <= _NAME_IN_ROW else f"{name[: _NAME_IN_ROW - 1]}…"


def _reasons(components: list[ComponentStatus]) -> list[str]:
    """Why components are in their state, those in trouble first."""
    found = [c for c in components if c.error]
    found.sort(key=lambda each: each.state not in _URGENCY)
    lines = [f"**{inline(c.name)}**: {inline(c.error or '', 600)}" for c in found[:_MOST_REASONS]]
    hidden = len(found) - len(lines)
    return [*lines, f"and {counted(hidden, 'more reason')}, in `status`"] if hidden else lines


def _paused(components: list[ComponentStatus]) -> list[str]:
    paused = [component.name for component in components if component.paused]
    if not paused:
        return []
    return [
        f"**Paused:** {inline(', '.join(paused))}. To resume, open the component's page and choose "
        "Pending Activities, Unpause."
    ]


def _review(view: SessionStatusView, namespace: str) -> list[str]:
    review = view.review
    if review is None:
        return []
    name = link("Review", namespace=namespace, workflow_id=review.workflow_id)
    found = f", {counted(_number_of_findings(view), 'finding')}" if view.is_reviewed else ""
    reason = f": {inline(review.error, 600)}" if review.error else ""
    return [f"{name}: {review.state}{found}{reason}"]


def _findings(view: SessionStatusView) -> list[str]:
    shown = [_finding(each) for each in view.findings[:_FINDINGS]]
    hidden = _number_of_findings(view) - len(shown)
    more = [f"- and {hidden:,} more in `status`"] if hidden > 0 else []
    by_checks = [] if view.is_reviewed or not shown else ["Found by comparing the designs:"]
    return [*by_checks, *shown, *more]


def _number_of_findings(view: SessionStatusView) -> int:
    return len(view.findings) + view.more_findings


def _finding(finding: ReviewFinding) -> str:
    waived = finding.waived
    named = f" ({inline(', '.join(finding.components), 80)})" if finding.components else ""
    said = f"waived by {waived.by}: {waived.reason}" if waived else finding.explanation
    return f"- **{finding.id}** {finding.severity}{named}: {inline(said, _FINDING)}"


def _notices(view: SessionStatusView) -> list[str]:
    if not view.notices:
        return []
    newest = view.notices[-_NOTICES:]
    return ["**Notices**", *(f"{_minute(each.at)}: {inline(each.message)}" for each in newest)]
