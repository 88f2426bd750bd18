"""``- ./blog/post.spec.md``: a list of the components' documents."""

from __future__ import annotations

import re

from design_sessions.context_document.entries import Entry, list_items
from design_sessions.context_document.model import Report
from design_sessions.layouts import is_review, suffix_of
from design_sessions.markdown import Block, MarkdownDocument, plain_text

_LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]+)")
_PATH = re.compile(r"`?([^\s`()\[\]]+\.md)`?")


def read_path_bullets(block: Block, document: MarkdownDocument, report: Report) -> list[Entry]:
    """Read a bullet list whose items begin with a path or a link to one; else nothing."""
    entries = []
    for text, line in list_items(block) if block.kind == "bullet_list" else []:
        match = _LINK.match(text) or _PATH.match(text)
        if match is None or suffix_of(match.group(1)) is None or is_review(match.group(1)):
            continue
        after = plain_text(text[match.end() :]).lstrip(" )`:\u2013\u2014-")
        path = match.group(1)
        entries.append(Entry(name=path, line=line, document=path, description=after))
    return entries
