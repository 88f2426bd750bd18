"""What stands in parentheses behind a name: a type, a module, a route, a document or a remark."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from design_sessions.components import ComponentType, normal_type
from design_sessions.context_document.lines.listed_paths import is_document, read_path
from design_sessions.elixir_modules import LIBRARIES
from design_sessions.layouts import is_review
from design_sessions.modules import is_module_name

_ASIDE = re.compile(r"(?:a|an|and|for|from|in|new|of|on|one|or|per|see|the|uses|via|with)\b", re.I)
_PRIORITY = re.compile(r"\bprio(?:rity)?\b[:=]?\s*(?P<priority>[0-9]{1,6})\b", re.IGNORECASE)
_BUILT_ON = LIBRARIES | {"GenServer"}
"""First segments of modules that say what something is built on, and never what it is called."""


@dataclass(frozen=True)
class Parentheses:
    """One of these, or nothing for empty parentheses."""

    kind: str | None = None
    module: str | None = None
    route: str | None = None
    document: str | None = None
    remark: str | None = None
    priority: int = 0
    """Said beside the type."""


@lru_cache(maxsize=1_024)
def read_parentheses(inside: str) -> Parentheses:
    """Tell apart ``(schema)``, ``(MyApp.Blog.Post)``, ``(/posts)``, ``(./blog/post.md)`` and
    ``(one for each user)``. A module of a library, such as ``Phoenix.PubSub``, is a type."""
    said = _PRIORITY.search(inside)
    if said is not None:
        rest = f"{inside[: said.start()]} {inside[said.end() :]}".strip(" ,;")
        return replace(read_parentheses(rest), priority=int(said["priority"]))
    text = inside.strip()
    if not text:
        return Parentheses()
    path = read_path(text)
    if path is not None and not path[1]:
        is_design = is_document(path[0]) and not is_review(path[0])
        return Parentheses(document=path[0]) if is_design else Parentheses(remark=text)
    if text.startswith("/"):
        return Parentheses(route=text)
    if text.startswith(("./", "../")) or _is_remark(text):
        return Parentheses(remark=text)
    if "." in text and is_module_name(text) and text.split(".", 1)[0] not in _BUILT_ON:
        return Parentheses(module=text)
    return Parentheses(kind=text)


def _is_remark(kind: str) -> bool:
    if normal_type(kind) is not ComponentType.OTHER:
        return False
    return len(kind.split()) > 3 or _ASIDE.match(kind) is not None or "`" in kind
