"""Whether a document's title is that of a module."""

from __future__ import annotations

import re

_GENERIC_WORDS = frozenset(
    {
        "component",
        "context",
        "design",
        "document",
        "documentation",
        "module",
        "spec",
        "specification",
    }
)
_KIND_WORDS = frozenset({"schema", "genserver", "behaviour", "behavior", "liveview"})
"""Kinds that a title may add to a name; a repository or registry is rather a module of its own."""
_LABEL = re.compile(
    r"(?P<label>[A-Za-z ]{1,60}?)(?::|\s[-\u2013\u2014]\s|\s(?:for|of)\s)\s*(?P<rest>.+)"
)
_SUBTITLE = re.compile(r"\s[-\u2013\u2014(]|:(?:\s|$)|[\u2013\u2014(]")


def title_fits(title: str, module: str, component_type: str) -> bool:
    """Whether a title names the module: whole, without its first segments, or by its last one.

    A subtitle, words such as ``Component`` or ``Design`` and the component's type may follow it or
    stand before it as a label. Case and spaces between words are not compared.
    """
    labelled = _LABEL.match(title)
    extra = _GENERIC_WORDS | _KIND_WORDS | set(component_type.split("_"))
    candidates = [title]
    if labelled is not None and all(w.lower() in extra for w in labelled["label"].split()):
        candidates.append(labelled["rest"])
    segments = module.split(".")
    fitting = {_compared(".".join(segments[i:])) for i in range(len(segments))}
    return any(_names_one_of(candidate, fitting, extra) for candidate in candidates)


def _names_one_of(title: str, fitting: set[str], extra: frozenset[str]) -> bool:
    words = _SUBTITLE.split(title.strip(), maxsplit=1)[0].split()
    while words:
        if _compared("".join(words)) in fitting:
            return True
        if words[-1].lower() not in extra:
            return False
        words.pop()
    return False


def _compared(text: str) -> str:
    """With its dots, which part a module's name from its namespace."""
    return re.sub(r"[\s_]", "", text.lower())
