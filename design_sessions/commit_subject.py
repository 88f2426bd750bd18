"""The subject of commits, where a remote asks for another form than ours."""

from __future__ import annotations

from string import Formatter

PLACEHOLDERS = ("subject", "component", "context")
"""What ``DESIGN_COMMIT_SUBJECT`` may name in braces: our own subject, the module that the document
is about, and the context's module."""


def checked_subject(form: str) -> str:
    """The setting, if every commit can be made with it.

    Raises:
        ValueError: it says nothing, has several lines, or names something else in braces.
    """
    try:
        fields = [field for _, field, _, _ in Formatter().parse(form) if field is not None]
    except ValueError as error:
        raise ValueError(f"its braces cannot be read: {error}") from None
    unknown = [field for field in fields if field not in PLACEHOLDERS]
    if unknown or not form.strip() or len(form.splitlines()) > 1:
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise ValueError(f"expected one line of text, in which {known} may stand")
    return form


def commit_subject(form: str, *, subject: str, component: str, context: str) -> str:
    """One commit's subject in this form."""
    return form.format(subject=subject, component=component, context=context)
