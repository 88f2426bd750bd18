"""The headings of a section by their nesting, each with the blocks that belong to it alone."""

from __future__ import annotations

from dataclasses import dataclass, field

from design_sessions.markdown import Block, Heading, MarkdownDocument


@dataclass
class Node:
    """A heading, the blocks up to the next heading, and the headings below it."""

    heading: Heading
    blocks: list[Block]
    children: list[Node] = field(default_factory=list)


def heading_tree(document: MarkdownDocument, start: int, end: int) -> list[Node]:
    """The headings that stand in ``start <= line < end`` by their nesting."""
    roots: list[Node] = []
    open_nodes: list[Node] = []
    headings = document.headings_between(start, end)
    ends = [*(heading.line for heading in headings[1:]), end][: len(headings)]
    for heading, until in zip(headings, ends, strict=True):
        node = Node(heading, document.blocks_between(heading.content_line, until))
        while open_nodes and open_nodes[-1].heading.level >= heading.level:
            open_nodes.pop()
        (open_nodes[-1].children if open_nodes else roots).append(node)
        open_nodes.append(node)
    return roots


def has_prose(node: Node) -> bool:
    """Whether a text stands below a heading that does not lead over to a list."""
    return any(b.kind == "paragraph" and not b.text.endswith(":") for b in node.blocks)
