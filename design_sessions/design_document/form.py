"""Warnings about sections that are there but are not made of what their definition expects.

They stand for what a reader would miss. Where a document may well be right in another shape, it is
passed: a warning that is often wrong is not read when it is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from design_sessions.context_document.lines.dependencies import read_dependency
from design_sessions.definitions import DocumentDefinition, Form
from design_sessions.design_document.dependency_items import dependency_items
from design_sessions.design_document.problems import DesignProblem
from design_sessions.design_document.sections import Sections
from design_sessions.markdown import Block, Heading, plain_text, shown

_MOST_ALIKE = 20
"""Warnings of one kind about one section; fixing these shows what the others need."""

_SPEC = re.compile(r"@(?:spec|callback|macrocallback)\b")
_NOTHING = re.compile(r"(?:none|no|nothing|n/a|not applicable)\b", re.IGNORECASE)
_ERLANG_MODULE = re.compile(r":[a-z][a-z0-9_]*\b")
_LISTS = frozenset({"bullet_list", "ordered_list"})
_STEPS = _LISTS | {"fence", "code_block", "table", "html_block"}
"""A diagram or pseudo-code is a flow's steps as well as a list is."""
_NUMBERED = re.compile(r"(?:(?:step|phase|stage)\s*)?[0-9]+\b|[0-9]+[.)]", re.IGNORECASE)
_ASIDE = re.compile(
    r"\b(?:notes?|overview|summary|errors?|failures?|considerations?|guarantees?|remarks?"
    r"|assumptions?|constraints?|performance|concurrency|invariants?|rationale)\b",
    re.IGNORECASE,
)
"""What headings between flows are about when they open none."""
_PROCESS = re.compile(r"(?:^|\n)\s*(?:\*\*|__)process(?::(?:\*\*|__)|(?:\*\*|__)\s*:?)[ \t]*", re.I)


def form_problems(sections: Sections, definition: DocumentDefinition) -> Iterator[DesignProblem]:
    """The warnings about every section that says something and does not say ``None``."""
    for section in definition.sections:
        for heading in sections.headings_of(section) if section.expects else []:
            if not sections.says_something(heading) or _says_none(sections.blocks(heading)):
                continue
            for form in section.expects:
                yield from islice(_CHECKS[form](sections, heading), _MOST_ALIKE)


def _warning(line: int, rule: str, message: str) -> DesignProblem:
    return DesignProblem(line=line, message=message, severity="warning", rule=rule)


def _says_none(blocks: list[Block]) -> bool:
    texts = [token.content for block in blocks for token in block.tokens if token.content]
    return len(texts) == 1 and _NOTHING.match(plain_text(texts[0])) is not None


def _specs(sections: Sections, heading: Heading) -> Iterator[DesignProblem]:
    if not any(_SPEC.search(line) for line in sections.lines(heading)):
        yield _warning(
            heading.line,
            "specs",
            f'The section "{heading.text}" has no @spec: give one for each function, in an elixir '
            "code block.",
        )


def _table(sections: Sections, heading: Heading) -> Iterator[DesignProblem]:
    blocks = sections.blocks(heading)
    if not any(
        token.type == "table_open" for block in blocks for token in block.tokens
    ) and not any(
        "<table" in block.tokens[0].content for block in blocks if block.kind == "html_block"
    ):
        yield _warning(
            heading.line,
            "table",
            f'The section "{heading.text}" has no table: list the fields in one, with a row for '
            "each.",
        )


def _modules(sections: Sections, heading: Heading) -> Iterator[DesignProblem]:
    for item in dependency_items(sections, heading):
        plain = plain_text(item.first_line)
        if not plain or _ERLANG_MODULE.match(plain) or read_dependency(item.text) is not None:
            continue
        yield _warning(
            item.line,
            "modules",
            f"The dependency {shown(plain)} is not a module name: begin it with one, such as "
            "`MyApp.Repo`.",
        )


def _steps(sections: Sections, heading: Heading) -> Iterator[DesignProblem]:
    document = sections.document
    inside = document.headings_between(heading.content_line, document.end_of(heading))
    if not inside:
        if not _has_steps(sections.blocks(heading)):
            yield _no_steps(heading.line, f'The section "{heading.text}"')
        return
    level = min(each.level for each in inside)
    flows = [each for each in inside if each.level == level]
    if any(_NUMBERED.match(each.text) for each in flows):
        return
    for flow in flows:
        blocks = sections.blocks(flow)
        deeper = [block for block in blocks if block.kind == "heading"]
        if not _has_steps(blocks) and not deeper and not _ASIDE.search(flow.text):
            yield _no_steps(flow.line, f"The flow {shown(flow.text)}")


def _has_steps(blocks: list[Block]) -> bool:
    return any(block.kind in _STEPS for block in blocks)


def _no_steps(line: int, what: str) -> DesignProblem:
    return _warning(line, "steps", f"{what} has no steps: write them as a numbered list.")


def _processes(sections: Sections, heading: Heading) -> Iterator[DesignProblem]:
    """A label that is followed by text in its own line is a process of one step."""
    blocks = sections.blocks(heading)
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        label = _PROCESS.search(block.text) if block.kind == "paragraph" else None
        if label is None:
            continue
        if block.text[label.end() :].split("\n", 1)[0].strip():
            continue
        if following is None or following.kind not in _STEPS or block.text[label.end() :].strip():
            line = block.line + block.text.count("\n", 0, label.end())
            yield _no_steps(line, "The process")


_CHECKS: dict[Form, Callable[[Sections, Heading], Iterator[DesignProblem]]] = {
    "specs": _specs,
    "table": _table,
    "modules": _modules,
    "steps": _steps,
    "processes": _processes,
}
