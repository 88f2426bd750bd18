"""The next answer of a simulated model that designs one component."""

from __future__ import annotations

import hashlib
import re

from simulator.answers import Answer, text_block
from simulator.calls import CallMaker
from simulator.conversation import Conversation
from simulator.definition_text import DEFAULT_SECTIONS, WantedSection, wanted_sections
from simulator.drafts.context_notes import read_notes, telling
from simulator.drafts.document import nth_spoiling, write_draft
from simulator.drafts.subject import Subject
from simulator.faults import DRAFT_KINDS, Fault

_CURIOUS_SHARE = 3
"""One component in so many looks around with a second kind of tool before it writes."""


def design_answer(
    conversation: Conversation, calls: CallMaker, *, seed: int, fault: Fault | None = None
) -> Answer:
    """Read what is offered, then submit a draft; repair it when it comes back.

    Args:
        seed: varies which components look around.
        fault: what goes wrong, of the kinds that concern the conversation.
    """
    kind = fault.kind if fault else None
    if kind == "endless_reading":
        return _read_again(conversation, calls)
    reading = None if conversation.submissions else _reading(conversation, calls, seed)
    if reading is not None:
        return reading
    if kind in ("early_stop", "no_submission"):
        return Answer([text_block("The design is clear to me now.")], "end_turn")
    submissions = conversation.submissions
    if submissions and not submissions[-1].refused and not conversation.later_texts_since_draft:
        return Answer([text_block("The design has been submitted.")], "end_turn")
    document = _draft(conversation, fault if kind in DRAFT_KINDS else None)
    words = "I corrected what was reported." if submissions else "This is my design."
    if conversation.tools.submit is None:
        return Answer([text_block(document)], "end_turn")
    arguments = conversation.tools.submitting(document)
    return calls.answer(words, [(conversation.tools.submit.name, arguments)])


def _reading(conversation: Conversation, calls: CallMaker, seed: int) -> Answer | None:
    tools, path = conversation.tools, conversation.context_path
    if tools.read is None or path is None:
        return None
    start = conversation.unread_rest(path)
    if start == 1:
        wanted = [(tools.read.name, tools.reading(path))]
        if tools.list_files is not None and _share(conversation.module, seed) == 1:
            wanted.append((tools.list_files.name, tools.listing("")))
        return calls.answer("I will read the design of the context first.", wanted)
    if start is not None:
        return calls.answer(
            "I will read on.", [(tools.read.name, tools.reading(path, start_line=start))]
        )
    searched = any(tools.search and call.name == tools.search.name for call in conversation.calls)
    if tools.search is not None and not searched and _share(conversation.module, seed) == 0:
        name = (conversation.module or "Component").rsplit(".", 1)[-1]
        return calls.answer(
            "I will look for what else mentions it.", [(tools.search.name, tools.searching(name))]
        )
    return None


def _read_again(conversation: Conversation, calls: CallMaker) -> Answer:
    tools = conversation.tools
    if tools.read is None:
        return Answer([text_block("I need to read more.")], "end_turn")
    path = conversation.context_path or "README.md"
    return calls.answer("I will read it once more.", [(tools.read.name, tools.reading(path))])


def _draft(conversation: Conversation, fault: Fault | None) -> str:
    module = conversation.module or "Component"
    path = conversation.context_path
    notes = read_notes(conversation.text_read(path) if path else "")
    description = telling(conversation.value_of("description") or "") or telling(
        notes.description_of(module)
    )
    subject = Subject(
        module=module,
        type=conversation.component_type,
        description=description,
        notes=notes,
        guidance=tuple(conversation.guidance),
        declared=tuple(re.findall(r"[A-Z][\w.]*\w", conversation.value_of("dependencies") or "")),
    )
    sections = wanted_sections(conversation.system) or wanted_sections(conversation.opening)
    sections = sections or list(DEFAULT_SECTIONS)
    if fault is None:
        return write_draft(subject, _with_missing(conversation, sections))
    number = len(conversation.submissions)
    spoiling = nth_spoiling(number, fault.problem, same=fault.kind == "same_errors")
    return write_draft(subject, sections, spoiling)


def _with_missing(conversation: Conversation, sections: list[WantedSection]) -> list[WantedSection]:
    """The sections, and those that a refusal of the last draft says are missing."""
    submissions = conversation.submissions
    if not submissions or not submissions[-1].refused:
        return sections
    known = {section.name.lower() for section in sections}
    missing = [
        WantedSection(name)
        for name in conversation.quoted_as_missing(submissions[-1].result)
        if name.lower() not in known
    ]
    return [*sections, *missing]


def _share(module: str | None, seed: int) -> int:
    digest = hashlib.sha256(f"{seed}/{module}".encode()).digest()
    return digest[0] % _CURIOUS_SHARE
