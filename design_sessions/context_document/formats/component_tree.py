"""An ASCII tree with ``Name (Kind)`` at its branches, drawn with any of the usual marks.

The root is the context, or stands for what lies around it; see :func:`_is_root_of_others`.
"""

from __future__ import annotations

import re

from design_sessions.components import ComponentType, normal_type
from design_sessions.context_document.formats.outline import Branch, entries_of_outline
from design_sessions.context_document.formats.tree_branches import gathers_outside, read_branch
from design_sessions.context_document.lines.entries import Entry, entry_of_name
from design_sessions.context_document.lines.names import LONGEST_HEAD, read_component_name
from design_sessions.context_document.model import Report
from design_sessions.markdown import Block, MarkdownDocument, plain_text

_STEM = "\\s\u2502\u2503\u2551\u2506\u250a|"
_BRANCH = re.compile(
    rf"(?P<stem>[{_STEM}]*)"
    "(?P<mark>[\u251c\u2514\u2570\u2523\u2517\u2560\u255a\u255f\u2559+`\\\\|]"
    "[\u2500\u2501\u2550\\-_]+[>\u25ba\u25b6]?\\s*)(?P<text>.+)"
)
_BULLET = re.compile(r"(?P<stem>\s*)(?P<mark>[-*\u2022]\s+)?(?P<text>\S.*)")
_PLAIN_LANGUAGES = frozenset({"", "text", "txt", "plaintext", "ascii", "tree", "markdown", "md"})
_MARKS_IN_PROSE = re.compile(r"^[ \t\u2502|]*(?:[\u251c\u2514]|[|+`][-]{2})", re.MULTILINE)


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
    outside: int | None = None
    matches = [_BRANCH.match(line) for _, line in lines]
    for index, ((number, line), match) in enumerate(zip(lines, matches, strict=True)):
        if match is None:
            text = line.strip(f" {_STEM}")
            if text and not line[:1].isspace():
                roots.append((text, number, []))
                outside = None
            continue
        depth = len(match["stem"])
        if outside is not None and depth > outside:
            continue
        following = matches[index + 1] if index + 1 < len(matches) else None
        has_branches = following is not None and len(following["stem"]) > depth
        outside = depth if has_branches and gathers_outside(match["text"]) else None
        if outside is not None:
            continue
        branch = read_branch(depth, match["text"].strip(), number, report)
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
