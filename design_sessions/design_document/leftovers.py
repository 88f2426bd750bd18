"""Errors of what is left behind that is no part of a design: markup of a model's tools,
placeholders for text that it did not write again, and marks of a merge."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from design_sessions.design_document.problems import DesignProblem
from design_sessions.markdown import Block, MarkdownDocument, plain_text, shown
from design_sessions.merge_conflicts import merge_conflicts

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w.:-]*)(?:\s[^<>]*)?>")
_TOOLS = re.compile(
    r"antml:.*|function_calls?|function_results?|invoke|parameter|tool_(?:calls?|use|results?)"
    r"|file_(?:text|content)|submit_\w+|(?:old|new)_str",
    re.IGNORECASE,
)
"""Tags that only a tool's call has."""
_PARAMETERS = re.compile(
    r"content|document|markdown|text|design|file|answer|response|result|artifact|output|thinking",
    re.IGNORECASE,
)
"""Tags that are a tool's where they are not a pair within the document."""
_CODE = re.compile(r"(`+).+?\1")

_LONGEST_PLACEHOLDER = 160
_IN_BRACKETS = re.compile(r"[\[(<].*[\])>]|(?:\.{3}|\N{HORIZONTAL ELLIPSIS}).*", re.DOTALL)
_LEFT_OUT = re.compile(
    r"\b(?:unchanged|not changed|(?:rest|remainder) of (?:this|the)\b|omitted|truncated"
    r"|same as (?:before|above|the previous|previous)|as before|(?:remains?|stays?) the same"
    r"|(?:existing|previous|original|remaining) (?:content|text|sections?|document|design))\b"
)
_ALL_LEFT_OUT = re.compile(
    r"(?:(?:this |the )?(?:section|content|document|text)? ?(?:is |are |remains? |stays? )?)?"
    r"(?:unchanged|no changes?|not changed|the same as before|same as (?:before|above)|as before"
    r"|omitted(?: for brevity)?)(?: from (?:the )?previous (?:draft|version))?"
    r"|(?:the )?(?:rest|remainder)(?: of [\w ]{1,40})? (?:is |are |remains? |stays? )?"
    r"(?:unchanged|the same|as before|omitted(?: for brevity)?)"
)


def leftover_problems(document: MarkdownDocument) -> Iterator[DesignProblem]:
    """Tags of a tool's call, sections of which only a placeholder is there, and marks of merges."""
    yield from _tags(document)
    yield from _conflicts(document)
    yield from _placeholders(document)


def _conflicts(document: MarkdownDocument) -> Iterator[DesignProblem]:
    for conflict in merge_conflicts(document.lines):
        yield DesignProblem(
            line=conflict.first,
            message=f"In this document, {conflict}: keep what is right and remove the marks.",
            rule="merge-conflict",
        )


def _tags(document: MarkdownDocument) -> Iterator[DesignProblem]:
    found = list(_tags_outside_of_code(document))
    lines = [line for line, text in enumerate(document.lines, 1) if text.strip()]
    edges = {lines[0], lines[-1]} if lines else set()
    balance: Counter[str] = Counter()
    for _, tag in found:
        balance[tag["name"].lower()] += -1 if tag["end"] else 1
    for line, tag in found:
        name = tag["name"]
        stray = balance[name.lower()] != 0 or line in edges
        if _TOOLS.fullmatch(name) or (_PARAMETERS.fullmatch(name) and stray):
            yield DesignProblem(
                line=line,
                message=f"{shown(tag[0])} is markup of a tool's call, not of a design: remove it.",
                rule="tool-markup",
            )


def _tags_outside_of_code(document: MarkdownDocument) -> Iterator[tuple[int, re.Match[str]]]:
    code = {
        line
        for block in document.blocks
        for token in block.tokens
        if token.type in ("fence", "code_block") and token.map
        for line in range(token.map[0] + 1, token.map[1] + 1)
    }
    for line, text in enumerate(document.lines, 1):
        if line > document.front_matter_end and line not in code and "<" in text:
            for tag in _TAG.finditer(_CODE.sub(lambda each: " " * len(each[0]), text)):
                yield line, tag


def _placeholders(document: MarkdownDocument) -> Iterator[DesignProblem]:
    heading: Block | None = None
    texts: list[tuple[int, str]] = []
    for block in [*document.blocks, None]:
        if block is not None and block.kind != "heading":
            texts += [
                (token.map[0] + 1 if token.map else block.line, token.content)
                for token in block.tokens
                if token.content.strip()
            ]
            continue
        if heading is not None and texts and all(_is_placeholder(text) for _, text in texts):
            line, text = texts[0]
            yield DesignProblem(
                line=line,
                message=f"{shown(text)} stands for text that is missing: write the whole section.",
                rule="placeholder",
            )
        heading, texts = block, []


def _is_placeholder(text: str) -> bool:
    said = plain_text(text).strip().strip("*_").strip()
    if len(said) > _LONGEST_PLACEHOLDER:
        return False
    words = " ".join(said.lower().strip("[](){}<>.*_-/#!\N{HORIZONTAL ELLIPSIS} \t\n").split())
    if _ALL_LEFT_OUT.fullmatch(words):
        return True
    return bool(_IN_BRACKETS.fullmatch(said) and _LEFT_OUT.search(words))
