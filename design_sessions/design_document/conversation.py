"""Errors of what a model says to its reader before and after a design."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from design_sessions.design_document.problems import DesignProblem
from design_sessions.markdown import Block, MarkdownDocument, plain_text, shown

_LAST_BLOCKS = 3
"""Of a document: what a model says after it is no longer than that."""
_SENTENCE = re.compile(r"(?<=[.!?:])\s+")
_DECORATION = " \t*_>#"

_BEFORE = re.compile(
    r"(?:here(?:'s| is| are| comes)|below (?:is|are)|(?:the )?following (?:is|are)"
    r"|(?:sure|certainly|of course|absolutely|okay|ok|great|perfect|understood|got it|alright"
    r"|all right|thanks|thank you|yes|no problem)[,.!:]"
    r"|i(?:'(?:ve|ll|m|d)| (?:have|will|am|can|need|now|then|also|think|see|read))\b"
    r"|let me\b|let's\b|now (?:that )?i\b|as (?:you )?(?:requested|asked)|you asked"
    r"|based on (?:the|my|your|this|all)|(?:after|having) (?:read|review|look|study|analy)"
    r"|final (?:answer|version)\b)",
    re.IGNORECASE,
)
"""How a sentence to the reader begins that leads to a document."""
_AFTER = re.compile(
    r"(?:please )?let me know\b"
    r"|(?:please )?(?:feel free|don't hesitate) to (?:ask|reach|let|tell|request)\b"
    r"|(?:i )?hope (?:this|that|it)\b"
    r"|if you(?:'d| would)? (?:like|want|need) me\b"
    r"|if you (?:have|need|want) (?:any|more|further)\b"
    r"|would you like\b|do you (?:want me|(?:need|want|have) any)\b|is there anything\b"
    r"|(?:shall|should) i (?:also|now|go|proceed|continue|adjust|change|add|revise|write)\b"
    r"|i(?:'(?:ve|ll|m|d)| (?:have|will|am|can|would))\b"
    r"|(?:i'm )?happy to (?:adjust|revise|help|change|refine|make)\b"
    r"|(?:this|the|your) (?:\w+ )?(?:design|document|spec|specification|draft) (?:is|has been)"
    r" (?:now )?(?:complete|finished|done|submitted|ready)(?=[.,!]| and | for (?:your )?review|$)"
    r"|(?:this|that) (?:completes|concludes) (?:the|your|my)\b"
    r"|(?:thanks|thank you)[.!,]",
    re.IGNORECASE,
)
"""How a sentence to the reader begins that follows a document."""


def conversation_problems(document: MarkdownDocument) -> Iterator[DesignProblem]:
    """What is said about the document before its first heading and at its end."""
    blocks = [block for block in document.blocks if block.line > document.front_matter_end]
    # Of a document inside a fence, all else is missing; what leads to it is said too.
    start = next((i for i, block in enumerate(blocks) if block.kind in ("heading", "fence")), 0)
    for block, following in pairwise(blocks[: start + 1]):
        if block.kind == "paragraph" and _leads(block.text, at_end=following.kind != "paragraph"):
            yield _problem(block.line, block.text)
    # A line of dashes below a sentence makes it a heading.
    if blocks and blocks[start].tokens[0].markup == "-" and _leads(blocks[start].text):
        yield _problem(blocks[start].line, blocks[start].text)
    for block in blocks[max(start + 1, len(blocks) - _LAST_BLOCKS) :]:
        if block.kind in ("paragraph", "bullet_list", "ordered_list", "table"):
            yield from _sentences_to_the_reader(document, block)


def _leads(text: str, *, at_end: bool = True) -> bool:
    # "Status:" and the like are a label, but nothing else leads to a title with a colon.
    said = text.rstrip(_DECORATION)
    return (at_end and said.endswith(":") and len(said.split()) > 1) or _introduces(text)


def _introduces(text: str) -> bool:
    sentences = _SENTENCE.split(_straight(plain_text(text)))
    return any(_BEFORE.match(sentence.strip(_DECORATION)) for sentence in sentences)


def _sentences_to_the_reader(document: MarkdownDocument, block: Block) -> Iterator[DesignProblem]:
    """In a list or a table, only lines that stand at the margin without being an item or a row."""
    for number in range(block.line, block.end):
        line = document.lines[number - 1]
        if block.kind != "paragraph" and not re.match(r"[A-Za-z*_]+[A-Za-z' ]", line):
            continue
        for sentence in _SENTENCE.split(_straight(line)):
            words = sentence.strip(_DECORATION)
            if words[:1].isupper() and _AFTER.match(words):
                yield _problem(number, words)
                return


def _straight(text: str) -> str:
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def _problem(line: int, text: str) -> DesignProblem:
    return DesignProblem(
        line=line,
        message=f"{shown(text)} is said about the design and is no part of it: remove it.",
        rule="conversation",
    )
