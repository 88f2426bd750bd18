"""The next answer of a simulated model that designs one component or reviews all designs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from simulator.answers import Answer, text_block, tool_answer
from simulator.conversation import MODULE, Conversation
from simulator.definition_text import DEFAULT_SECTIONS, wanted_sections
from simulator.drafts import Subject, spoiled_draft, write_draft
from simulator.faults import DRAFT_KINDS, Fault
from simulator.reviews import review_call

_SIBLING = re.compile(rf"^- [^:\n]+: (?P<module>{MODULE})", re.M)
_WITH_FUNCTIONS = re.compile(rf"^- [^:\n]+: ({MODULE}) \((?!schema)", re.M)
_CALLED = re.compile(
    rf"(?<![\w.])(?P<module>{MODULE})\.(?P<function>[a-z_]\w*[?!]?)/(?P<arity>\d)(?!\d)"
)
_CONTEXT_PURPOSE = re.compile(r"^## (?:Purpose|Overview)\s+(?P<text>[^#\s].*)$", re.I | re.M)


def agent_answer(conversation: Conversation, fault: Fault | None = None) -> Answer:
    """Read what is to be read, submit, and correct the submission when it comes back.

    Args:
        conversation: one that offers a tool to submit with.
        fault: what goes wrong, of the kinds that concern the conversation.
    """
    kind = fault.kind if fault else None
    tools, review, answers = conversation.tools, conversation.review, conversation.answers
    path = conversation.context_path
    subject = f"{conversation.module}/{review}/{answers}"
    if tools.read and kind == "endless_reading":
        again = tools.reading(path or "README.md")
        return tool_answer("I will read it once more.", [again], subject)
    if tools.read and path and not (review or conversation.submissions):
        start = conversation.unread_rest(path)
        if start is not None:
            unread = tools.reading(path, start)
            return tool_answer("I will read this first.", [unread], subject)
    if kind in ("early_stop", "no_submission", "endless_reading"):
        return Answer([text_block("I know enough now.")], "end_turn")
    if conversation.accepted:
        return Answer([text_block("My work has been submitted.")], "end_turn")
    if review:
        call = review_call(
            conversation,
            unknown=kind == "unknown_components",
            empty=kind == "invalid" and fault is not None and fault.review is True,
        )
    else:
        call = tools.submitting(
            document=_draft(conversation, fault if kind in DRAFT_KINDS else None)
        )
    words = "I corrected what was reported." if conversation.submissions else "This is my work."
    return tool_answer(words, [call], subject)


def _draft(conversation: Conversation, fault: Fault | None) -> str:
    module = conversation.module or "Component"
    of_context = conversation.text_read(conversation.context_path)
    purpose = _CONTEXT_PURPOSE.search(of_context)
    description = conversation.value_of("description") or ""
    subject = Subject(
        module=module,
        type=conversation.component_type,
        description=description,
        context_purpose=purpose["text"] if purpose else "",
        guidance=tuple(conversation.guidance),
        dependencies=_dependencies(conversation, module, description),
        promised=tuple(_promised(of_context, module)),
    )
    sections = wanted_sections(conversation.system) or wanted_sections(conversation.opening)
    sections = sections or DEFAULT_SECTIONS
    if fault is not None and fault.kind == "contradiction":
        others = [each for each in _WITH_FUNCTIONS.findall(conversation.opening) if each != module]
        asks = f"{others[0]}.fetch_everything/9" if others else ""
        return write_draft(replace(subject, asks=asks), sections)
    if fault is not None:
        number, same = len(conversation.submissions), fault.kind == "same_errors"
        return spoiled_draft(subject, sections, number, fault.problem, same=same)
    return write_draft(subject, sections)


def _promised(of_context: str, module: str) -> Iterator[tuple[str, int]]:
    """The functions that the context's document calls of a module, each once."""
    seen = set()
    for call in _CALLED.finditer(of_context):
        promised = call["function"], int(call["arity"])
        # In the context's document the last word of a module's name will do.
        if f".{module}".endswith(f".{call['module']}") and promised not in seen:
            seen.add(promised)
            yield promised


def _dependencies(conversation: Conversation, module: str, description: str) -> tuple[str, ...]:
    """What the request names, and the components that the description names."""
    declared = re.findall(r"[A-Z][\w.]*\w", conversation.value_of("dependencies") or "")
    words = set(re.findall(r"\w+", description))
    named = [
        sibling
        for sibling in _SIBLING.findall(conversation.opening)
        if sibling != module and sibling.rpartition(".")[2] in words
    ]
    return tuple(dict.fromkeys([*declared, *named]))
