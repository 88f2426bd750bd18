"""A fenced ASCII tree with ``Name (Kind)`` at its branches.

The root is the context. A branch without a kind that has branches of its own is a namespace: its
name goes before theirs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from design_sessions.context_document.entries import Entry
from design_sessions.context_document.model import Report
from design_sessions.context_document.names import NamedText, read_named
from design_sessions.markdown import Block, MarkdownDocument, shown

_BRANCH = re.compile(
    r"(?P<stem>[\s\u2502|]*)(?P<mark>[\u251c\u2514+`\\|][\u2500\-]+\s*)(?P<text>.+)"
)
_COMMENT = re.compile(r"\s(?:#|\u2190|<-|//)\s?(?P<text>.*)")


@dataclass(frozen=True)
class _Node:
    depth: int
    named: NamedText
    line: int


def read_component_tree(block: Block, document: MarkdownDocument, report: Report) -> list[Entry]:
    """Read the branches of a fenced tree; nothing when the fence holds no tree."""
    if block.kind != "fence":
        return []
    nodes: list[_Node] = []
    for number in range(block.line + 1, block.end - 1):
        match = _BRANCH.match(document.lines[number - 1])
        if match is None:
            continue
        text, comment = _without_comment(match["text"].strip())
        named = read_named(text.rstrip("/"))
        if named is None:
            report.add(number, f"The branch {shown(text)} is left out: `Name (Kind)` was expected.")
            continue
        described = NamedText(named.name, named.kind, named.text or comment)
        nodes.append(_Node(len(match["stem"]), described, number))
    return _entries(nodes)


def _without_comment(text: str) -> tuple[str, str]:
    match = _COMMENT.search(text)
    return (text[: match.start()], match["text"]) if match else (text, "")


def _entries(nodes: list[_Node]) -> list[Entry]:
    entries: list[Entry] = []
    around: list[tuple[int, str]] = []
    for index, node in enumerate(nodes):
        while around and around[-1][0] >= node.depth:
            around.pop()
        has_branches = index + 1 < len(nodes) and nodes[index + 1].depth > node.depth
        name = ".".join([*(part for _, part in around), node.named.name])
        if has_branches and node.named.kind is None:
            around.append((node.depth, node.named.name))
            continue
        entries.append(
            Entry(
                name=name,
                line=node.line,
                declared_type=node.named.kind,
                description=node.named.text,
            )
        )
    return entries
