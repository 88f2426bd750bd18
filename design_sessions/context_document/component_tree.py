"""An ASCII tree with ``Name (Kind)`` at its branches, drawn with any of the usual marks.

The root is the context, or stands for what lies around it; see :func:`_is_root_of_others`.
"""

from __future__ import annotations

import re

from design_sessions.components import ComponentType, normal_type
from design_sessions.context_document.entries import Entry, entry_of_name, entry_of_path
from design_sessions.context_document.fields import says_nothing
from design_sessions.context_document.model import Report
from design_sessions.context_document.names import (
    LONGEST_HEAD,
    is_function,
    read_component_name,
    read_path,
)
from design_sessions.context_document.outline import Branch, entries_of_outline
from design_sessions.markdown import Block, MarkdownDocument, plain_text, shown
from design_sessions.modules import camelize, is_module_name

_STEM = "\\s\u2502\u2503\u2551\u2506\u250a|"
_BRANCH = re.compile(
    rf"(?P<stem>[{_STEM}]*)"
    "(?P<mark>[\u251c\u2514\u2570\u2523\u2517\u2560\u255a\u255f\u2559+`\\\\|]"
    "[\u2500\u2501\u2550\\-_]+[>\u25ba\u25b6]?\\s*)(?P<text>.+)"
)
_BULLET = re.compile(r"(?P<stem>\s*)(?P<mark>[-*\u2022]\s+)?(?P<text>\S.*)")
_COMMENT = re.compile(r"\s(?:#|\u2190|<-+|//)\s?(?P<text>.*)")
_DIRECTORY = re.compile(r"(?P<path>[\w.-]+(?:/[\w.-]+)*)/$")
_PLAIN_LANGUAGES = frozenset({"", "text", "txt", "plaintext", "ascii", "tree", "markdown", "md"})
_MARKS_IN_PROSE = re.compile(r"^[\s\u2502|]*(?:[\u251c\u2514]|[|+`][-]{2})", re.MULTILINE)
_FILLER = re.compile(r"[.\u2026\s]*$|etc\b")


def read_component_tree(
    block: Block, document: MarkdownDocument, report: Report, *, is_diagram: bool = False
) -> list[Entry]:
    """Read the branches of a tree; nothing when the block holds none.

    Args:
        block: a fence, an indented block, or a paragraph in which a tree stands unfenced.
        document: the context document.
        report: takes the branches that could not be read.
        is_diagram: whether a tree is expected, so that mere indentation is taken for one too.
    """
    numbers = _lines_of(block, document)
    lines = [(number, document.lines[number - 1].expandtabs(4)) for number in numbers]
    if any(_BRANCH.match(line) for _, line in lines):
        return _read_lines(lines, report)
    if is_diagram and block.kind != "paragraph" and _is_indented_outline(lines):
        marked = [(n, _BULLET.sub(r"\g<stem>|-- \g<text>", line)) for n, line in lines]
        first_depth = min((len(line) - len(line.lstrip()) for _, line in lines if line.strip()))
        return _read_lines(
            [
                (number, plain if len(plain) - len(plain.lstrip()) == first_depth else branch)
                for (number, plain), (_, branch) in zip(lines, marked, strict=True)
            ],
            report,
        )
    return []


def _lines_of(block: Block, document: MarkdownDocument) -> range:
    if block.kind == "fence":
        info = block.tokens[0].info.strip().lower()
        return range(block.line + 1, block.end - 1) if info in _PLAIN_LANGUAGES else range(0)
    if block.kind == "code_block":
        return range(block.line, block.end)
    if block.kind == "paragraph" and _MARKS_IN_PROSE.search(block.text):
        return range(block.line, block.end)
    return range(0)


def _is_indented_outline(lines: list[tuple[int, str]]) -> bool:
    texts = [line.strip(" -*\u2022") for _, line in lines if line.strip()]
    named = [read_component_name(text) for text in texts]
    has_kind = any(each is not None and each.kind is not None for each in named)
    return bool(texts) and all(named) and has_kind


def _read_lines(lines: list[tuple[int, str]], report: Report) -> list[Entry]:
    """The entries of all trees in a block: each line without a mark begins one."""
    roots: list[tuple[str, int, list[Branch]]] = [("", 0, [])]
    for number, line in lines:
        match = _BRANCH.match(line)
        if match is None:
            text = line.strip(f" {_STEM}")
            if text and not line[:1].isspace():
                roots.append((text, number, []))
            continue
        branch = _read_branch(len(match["stem"]), match["text"].strip(), number, report)
        if branch is not None:
            roots[-1][2].append(branch)
    drawn = [root for root in roots if root[0] or root[2]]
    entries: list[Entry] = []
    for text, number, branches in drawn:
        if not _is_root_of_others(text, drawn[0][0]):
            entries += entries_of_outline([*_root(text, number), *branches])
    return entries


def _root(text: str, number: int) -> list[Branch]:
    """The root as a branch, where it says that it is a component of the context itself."""
    named = read_component_name(plain_text(text[:LONGEST_HEAD]))
    if named is None or named.kind is None:
        return []
    if normal_type(named.kind) in (
        ComponentType.OTHER,
        ComponentType.CONTEXT,
        ComponentType.COORDINATION_CONTEXT,
    ):
        return []
    return [Branch(-1, entry_of_name(named, number, text))]


def _is_root_of_others(text: str, first: str) -> bool:
    """Whether a root after the first one is a context of its own, so that its tree is not ours."""
    named = read_component_name(text)
    if text == first or named is None:
        return False
    kind = normal_type(named.kind)
    return kind in (ComponentType.CONTEXT, ComponentType.COORDINATION_CONTEXT)


def _read_branch(depth: int, source: str, number: int, report: Report) -> Branch | None:
    match = _COMMENT.search(source)
    comment = match["text"] if match else ""
    text = plain_text((source[: match.start()] if match else source)[:LONGEST_HEAD])
    directory = _DIRECTORY.match(text)
    if directory is not None:
        name = ".".join(camelize(part) for part in directory["path"].split("/"))
        if not is_module_name(name):
            return Branch(depth, None)
        return Branch(depth, Entry(name, number), is_directory=True)
    path = read_path(text)
    entry = entry_of_path(path[0], path[1] or comment, number) if path else None
    if path is not None:
        if entry is not None and normal_type(comment) is not ComponentType.OTHER:
            entry.declared_type = entry.declared_type or comment.strip()
        return None if entry is None else Branch(depth, entry)
    named = read_component_name(text)
    if named is None or says_nothing(named.name):
        if not (is_function(text) or _FILLER.match(text) or says_nothing(text)):
            message = f"The branch {shown(text)} is left out: `Name (Kind)` was expected."
            report.add(number, message)
        return None
    if (named.kind or "").lower().startswith("external"):
        return Branch(depth, None)
    entry = entry_of_name(named, number, text)
    entry.description = entry.description or comment
    return Branch(depth, entry)
