"""Failures for people: each text once, even where a session's status repeats it."""

from __future__ import annotations

from collections.abc import Iterable

from design_sessions.status import Attention, ComponentReason, SessionStatusView


def components_of(attention: Attention) -> frozenset[str]:
    """Names of the components that an attention lists."""
    troubled = [entry.component for entry in [*attention.failed, *attention.cancelled]]
    return frozenset([*troubled, *(entry.component for entry in attention.missing)])


def short_attention(attention: Attention) -> str:
    """An attention's reason without the reasons and paths that its lists repeat."""
    return _without(
        attention.reason,
        [
            *((entry.component, entry.reason) for entry in attention.failed),
            *((entry.component, entry.path) for entry in attention.missing),
        ],
    )


def short_error(view: SessionStatusView) -> str:
    """A session's error without the errors that its components show; empty if it has none."""
    named = [(c.name, text) for c in view.components for text in (c.error, c.design_path) if text]
    return _without(view.error or "", named)


def grouped(entries: Iterable[ComponentReason], *, said: str = "") -> list[tuple[list[str], str]]:
    """Names and reason: components with the same reason together, in order of appearance.

    Args:
        entries: components with their reasons.
        said: text that is shown beside them; a reason that it already contains is left empty.
    """
    names: dict[str, list[str]] = {}
    for entry in entries:
        names.setdefault(entry.reason, []).append(entry.component)
    return [(members, "" if reason in said else reason) for reason, members in names.items()]


def _without(text: str, named: Iterable[tuple[str, str]]) -> str:
    for name, detail in named:
        whole = f"{name} ({detail})"
        text = text.replace(whole, name)
        # A long text was cut when it was made; the lists have the rest.
        start = text.rfind(f"{name} (")
        if start >= 0 and whole.startswith(text[start:]):
            text = f"{text[:start]}{name} …"
    return text
