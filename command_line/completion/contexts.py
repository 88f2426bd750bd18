"""Contexts of the checkout that one stands in, by the titles of their documents.

What a session would say of them takes longer than a completion may: the documents' own reading
loads Markdown and git.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

_ROOTS = ("docs/design", "design", "docs/spec", "spec", ".code_my_spec/spec")
_MOST_DOCUMENTS = 2_000
_LARGEST = 150_000
_TITLE = re.compile(
    r"^#[ \t]+`?([A-Z]\w*(?:\.[A-Z]\w*)*)`?(?: +(?:Context|Design))*[ \t]*$", re.MULTILINE
)
_COMPONENTS = re.compile(r"^#{2,4}[ \t].*\bcomponents?\b", re.MULTILINE | re.IGNORECASE)


def contexts_of(directory: Path) -> list[str]:
    """The modules of the contexts in the checkout of this directory; none outside of one."""
    here = directory.absolute()
    top = next((each for each in (here, *here.parents) if (each / ".git").exists()), None)
    if top is None:
        return []
    found = (_context(path) for path in _documents(top))
    return sorted({module for module in found if module is not None})


def _documents(top: Path) -> Iterator[Path]:
    number = 0
    for root in _roots(top):
        for directory, _, files in os.walk(top / root):
            for name in files:
                if name.endswith(".md"):
                    number += 1
                    if number > _MOST_DOCUMENTS:
                        return
                    yield Path(directory, name)


def _roots(top: Path) -> list[str]:
    """The known layouts, and the one that the project's settings name."""
    try:
        settings = tomllib.loads((top / "context-design.toml").read_text(encoding="utf-8"))
        layout = settings.get("documents", {}).get("layout")
    except (OSError, ValueError, AttributeError):
        layout = None
    own = [layout] if isinstance(layout, str) and ".." not in layout.split("/") else []
    return [*own, *_ROOTS]


def _context(path: Path) -> str | None:
    text = path.read_bytes()[:_LARGEST].decode("utf-8", "replace")
    title = _TITLE.search(text)
    if title is None:
        return None
    below = path.with_name(path.name.removesuffix(".md").removesuffix(".spec"))
    return title[1] if below.is_dir() or _COMPONENTS.search(text) else None
