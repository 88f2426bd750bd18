"""Paths of documents and source files, as documents write them."""

from __future__ import annotations

import posixpath
import re

from design_sessions.modules import camelize, is_module_name

_PATH = re.compile(r"(?P<path>(?:[\w.@+-]+/)*[\w@+-][\w.@+-]*\.(?:spec\.md|md|exs?|heex))(?![\w/])")


def read_path(text: str) -> tuple[str, str] | None:
    """The path of a document or source file that a line begins with, and the text after it."""
    match = _PATH.match(text.lstrip("`<*_ "))
    if match is None:
        return None
    after = text.lstrip("`<*_ ")[match.end() :]
    return match["path"], after.lstrip(" )>`*_:\u2013\u2014-").strip()


def is_document(path: str) -> bool:
    """Whether a path is that of a Markdown document, not of source code."""
    return path.endswith(".md")


def module_of_source(path: str) -> str | None:
    """The module of an Elixir source file: ``lib/my_app/blog/post.ex`` gives ``MyApp.Blog.Post``.

    None for tests, scripts and what makes no module name.
    """
    stem = posixpath.normpath(path).rpartition(".")[0].removesuffix(".html")
    parts = [part for part in stem.split("/") if part not in ("", ".", "..")]
    if "lib" in parts:
        parts = parts[len(parts) - parts[::-1].index("lib") :]
    if not parts or parts[-1].endswith("_test") or path.endswith((".exs", ".heex")):
        return None
    name = ".".join(camelize(part) for part in parts)
    return name if is_module_name(name) else None
