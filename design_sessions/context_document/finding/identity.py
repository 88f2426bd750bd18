"""The module that a context document is about, from its path and title."""

from __future__ import annotations

from collections.abc import Iterable

from design_sessions.context_document.lines.names import read_named
from design_sessions.modules import camelize, is_module_name, underscore

_TITLE_WORDS = frozenset({"context", "design", "document", "specification", "spec"})


def title_module(title: str) -> str | None:
    """The module that a title names: ``# Integrations Context`` is about ``Integrations``.

    ``# User Management Context`` is about ``UserManagement``. None for any other text.
    """
    named = read_named(title)
    if named is not None:
        return named.name
    words = title.split()
    while len(words) > 1 and words[-1].lower().strip(":") in _TITLE_WORDS:
        words.pop()
    joined = "".join(words)
    capitalised = all(word[:1].isupper() for word in words)
    return joined if capitalised and is_module_name(joined) else None


def spell(path: str, spellings: Iterable[str]) -> str:
    """The module of a path such as ``my_app/git_hub``.

    Each segment is spelled as the first of ``spellings`` that has this path has it (acronyms:
    ``my_app/api`` may be ``MyApp.API``), else in camel case.
    """
    known: dict[str, str] = {}
    for module in spellings:
        for segment in module.split("."):
            known.setdefault(underscore(segment), segment)
    return ".".join(known.get(segment) or camelize(segment) for segment in path.split("/"))


def omitted_by_path(path: str, module: str | None) -> str | None:
    """What a path leaves out of a module: ``MyApp`` for ``blog`` and ``MyApp.Blog``.

    None when the path is not the end of the module's path, or is the whole of it.
    """
    if module is None or not underscore(module).endswith(f"/{path}"):
        return None
    return ".".join(module.split(".")[: -len(path.split("/"))])
