"""The Markdown that Temporal's Web UI shows as a session's current details; pure."""

from __future__ import annotations

from design_sessions.status import SessionStatusView, Usage


def session_details(view: SessionStatusView) -> str:
    """A table of the components, and what to do next when a person is needed."""
    lines = [
        f"### {view.context}: {view.status}, step {view.step}",
        f"Branch `{view.branch}` from `{view.base_commit[:10]}`. {_spent(view.usage)}",
        "",
    ]
    if view.attention is not None:
        lines += [f"**Needs a person:** {view.attention.reason}", ""]
        lines += [f"- {action.label}: `{action.command}`" for action in view.attention.actions[:12]]
        lines.append("")
    lines += [
        "| component | type | state | attempt | revisions | turns | tokens | reason |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {c.name} | {c.type} | {c.state} | {c.attempt} | {c.revisions} | {c.turns} "
        f"| {_tokens(c.usage):,} | {_cell(c.error)} |"
        for c in view.components
    ]
    if view.review is not None:
        lines += ["", f"Review: {view.review.state}. {_cell(view.review.error)}"]
    if view.pull_request is not None:
        lines += ["", f"[Pull request {view.pull_request.number}]({view.pull_request.url})"]
    if view.notices:
        lines += ["", "Notices:"]
        lines += [f"- {notice.at}: {_cell(notice.message)}" for notice in view.notices[-5:]]
    return "\n".join(lines)


def _spent(usage: Usage) -> str:
    cost = "unknown" if usage.cost_usd is None else f"{usage.cost_usd:.2f} USD"
    return f"{_tokens(usage):,} tokens, estimated cost {cost}."


def _tokens(usage: Usage) -> int:
    return (
        usage.input_tokens
        + usage.output_tokens
        + usage.cache_read_tokens
        + usage.cache_write_tokens
    )


def _cell(text: str | None) -> str:
    return " ".join((text or "").replace("|", "\\|").split())[:300]
