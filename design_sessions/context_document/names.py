"""How documents name components, and the modules they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass

from design_sessions.modules import is_inside, is_module_name

_NAMED = re.compile(
    r"(?:[0-9]{1,3}[.)]\s+)?"
    r"(?P<name>[A-Z][A-Za-z0-9_.]*)"
    r"\s*(?:\((?P<kind>[^()]*)\))?"
    r"\s*(?:$|[:\u2013\u2014](?P<text>.*)|-+\s(?P<dashed>.*))"
)


@dataclass(frozen=True)
class NamedText:
    """``Name (kind): text``, of which all but the name may be missing."""

    name: str
    kind: str | None = None
    text: str = ""


def read_named(text: str) -> NamedText | None:
    """Read one line of plain text that starts with a module name; None when it does not."""
    match = _NAMED.match(" ".join(text.split()))
    if match is None:
        return None
    name = match["name"].strip(".")
    if not is_module_name(name):
        return None
    kind = (match["kind"] or "").strip() or None
    return NamedText(name, kind, (match["text"] or match["dashed"] or "").strip())


def resolve(name: str, context_module: str, project_module: str) -> str:
    """The whole module name that a context's document means by ``name``.

    Absolute names stay. A name that begins with the end of the context's own name is relative to
    the context (``Content.Tag`` in ``MyApp.Content`` is ``MyApp.Content.Tag``), and so is any
    other, save one of the project's web side (``MyAppWeb.PostLive``).
    """
    segments = name.split(".")
    if is_inside(name, context_module):
        return name
    if segments[0] == f"{project_module}Web" and len(segments) > 1:
        return name
    if is_inside(name, project_module) and name != project_module:
        return name
    context = context_module.split(".")
    for length in range(min(len(context), len(segments) - 1), 0, -1):
        if context[-length:] == segments[:length]:
            return ".".join([*context, *segments[length:]])
    return f"{context_module}.{name}"
