"""The items of a list of dependencies."""

from __future__ import annotations

from collections.abc import Iterator

from design_sessions.context_document.lines.lists import ListItem, read_list
from design_sessions.design_document.sections import Sections
from design_sessions.markdown import Heading, plain_text


def dependency_items(sections: Sections, heading: Heading) -> Iterator[ListItem]:
    """The items in a section that name something: below a label such as ``Internal:``, those
    inside it.
    """
    for block in sections.blocks(heading):
        yield from _leading_items(read_list(block))


def _leading_items(items: list[ListItem]) -> Iterator[ListItem]:
    for item in items:
        if item.children and plain_text(item.first_line).endswith(":"):
            yield from _leading_items(item.children)
        else:
            yield item
