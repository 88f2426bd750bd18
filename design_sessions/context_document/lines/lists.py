"""Lists with what is inside them: items, their lines and the items below them."""

from __future__ import annotations

from dataclasses import dataclass, field

from design_sessions.markdown import Block

LISTS = frozenset({"bullet_list", "ordered_list"})


@dataclass
class ListItem:
    """One item: the source of its first paragraph, what follows, and the items inside it."""

    text: str
    line: int
    end: int
    """The line after it, 1-based as ``line``."""
    children: list[ListItem] = field(default_factory=list)
    further: list[str] = field(default_factory=list)
    """Its paragraphs after the first."""

    @property
    def first_line(self) -> str:
        """The first line of the item's text."""
        return self.text.split("\n", 1)[0]


def read_list(block: Block) -> list[ListItem]:
    """The items of a list; nothing for another block."""
    items: list[ListItem] = []
    if block.kind not in LISTS:
        return items
    open_items: list[ListItem] = []
    waiting = False
    for token in block.tokens:
        if token.type == "list_item_open":
            first, end = token.map or (0, 0)
            item = ListItem("", first + 1, end + 1)
            (open_items[-1].children if open_items else items).append(item)
            open_items.append(item)
            waiting = True
        elif token.type == "list_item_close":
            open_items.pop()
            waiting = False
        elif token.type == "inline" and waiting:
            open_items[-1].text = token.content
            open_items[-1].line = (token.map or [0])[0] + 1
            waiting = False
        elif token.type == "inline" and open_items:
            open_items[-1].further.append(token.content)
    return items
