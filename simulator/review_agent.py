"""The next answer of a simulated model that reviews the designs of a context."""

from __future__ import annotations

import re
from typing import Any

from simulator.answers import Answer, text_block
from simulator.calls import CallMaker
from simulator.conversation import MODULE, Conversation, paths_in
from simulator.faults import Fault
from simulator.review_findings import Design, find, read_design
from simulator.tools_offered import plausible_value

_MOST_READS = 12
"""Files asked for in one answer."""


def review_answer(
    conversation: Conversation, calls: CallMaker, *, fault: Fault | None = None
) -> Answer:
    """Read every document to its end, then submit findings; repair a refused submission.

    Args:
        fault: what goes wrong, of the kinds that concern the conversation.
    """
    kind = fault.kind if fault else None
    tools = conversation.tools
    if kind == "endless_reading" and tools.read is not None:
        paths = _paths(conversation)[:1] or ["README.md"]
        return calls.answer("Once more.", [(tools.read.name, tools.reading(p)) for p in paths])
    if kind != "unread_submission":
        reading = _reading(conversation, calls)
        if reading is not None:
            return reading
    if kind in ("early_stop", "no_submission"):
        return Answer([text_block("The designs look fine to me.")], "end_turn")
    submissions = conversation.submissions
    if submissions and not submissions[-1].is_error and not conversation.later_texts_since_draft:
        return Answer([text_block("The review has been submitted.")], "end_turn")
    submit = tools.submit
    if submit is None:
        return Answer([text_block("There is no tool to submit a review with.")], "end_turn")
    arguments = _submission(conversation, unknown=kind == "unknown_components")
    return calls.answer("This is my review.", [(submit.name, arguments)])


def _paths(conversation: Conversation) -> list[str]:
    """The documents to read: those that the messages name, without the review's own."""
    texts = [conversation.opening, *conversation.later_texts]
    texts += [call.result for call in conversation.submissions if call.is_error]
    named = [path for text in texts for path in paths_in(text)]
    return [path for path in dict.fromkeys(named) if not path.endswith("design_review.md")]


def _reading(conversation: Conversation, calls: CallMaker) -> Answer | None:
    read = conversation.tools.read
    if read is None:
        return None
    wanted: list[tuple[str, dict[str, Any]]] = []
    for path in _paths(conversation):
        start = conversation.unread_rest(path)
        if start is not None:
            arguments = conversation.tools.reading(path, start if start > 1 else None)
            wanted.append((read.name, arguments))
    if not wanted:
        return None
    return calls.answer("I will read what I have not read yet.", wanted[:_MOST_READS])


def _designs(conversation: Conversation) -> list[Design]:
    designs: list[Design] = []
    for line in "\n".join([conversation.opening, *conversation.later_texts]).splitlines():
        paths = paths_in(line)
        name = re.search(rf"(?<![\w/]){MODULE}(?![\w/])", line)
        if len(paths) != 1 or name is None or paths[0] not in _paths(conversation):
            continue
        if paths[0] == conversation.context_path:
            continue
        text = conversation.text_read(paths[0])
        if text and all(design.path != paths[0] for design in designs):
            designs.append(read_design(name.group(), paths[0], text))
    return designs


def _submission(conversation: Conversation, *, unknown: bool) -> dict[str, Any]:
    submit = conversation.tools.submit
    assert submit is not None
    designs = _designs(conversation)
    schema = submit.properties.get("findings", {}).get("items", {})
    refused = conversation.submissions[-1].result if conversation.submissions else ""
    findings = [_fitted(found.as_json(), schema) for found in find(designs)]
    if unknown:
        extra = {"components": ["Unheard.Of"], "explanation": "A component that is not there."}
        findings.append(_fitted(extra, schema))
    elif "unknown" in refused.lower():
        findings = [f for f in findings if not _names_refused(f, refused)]
    summary = (
        f"Written by the simulator, not by a model. {len(designs)} designs were read; "
        f"{len(findings)} points deserve a look before code is written."
    )
    return submit.filled({"findings": findings, "summary": summary})


def _names_refused(finding: dict[str, Any], refusal: str) -> bool:
    quoted = re.findall(rf"[\"'`]({MODULE})[\"'`]", refusal)
    return any(name in quoted[:5] for name in finding.get("components", []))


def _fitted(values: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The finding with the fields that the tool's schema knows, and values from its choices."""
    properties = schema.get("properties")
    if not properties:
        return values
    fitted: dict[str, Any] = {}
    for name, wanted in properties.items():
        value = values.get(name)
        choices = wanted.get("enum")
        if value is None or (choices and value not in choices):
            value = choices[-1] if choices else plausible_value(name, wanted)
        fitted[name] = value
    return fitted
