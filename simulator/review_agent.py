"""The next answer of a simulated model that reviews the designs of a context."""

from __future__ import annotations

import re
from typing import Any

from simulator.answers import Answer, text_block
from simulator.calls import CallMaker
from simulator.conversation import MODULE, PATH, Conversation, paths_in
from simulator.faults import Fault
from simulator.review_findings import Design, find, read_design
from simulator.tools_offered import plausible_value

_LISTED = re.compile(rf"(?:^|[:,(`]|[-*])\s*`?(?P<path>{PATH})`?\)?\.?$", re.M)
"""A path at the end of a line that is an item of a list or a field, not one within a sentence."""
_GROUP_FINDING = re.compile(
    r"^- (?P<severity>critical|major|minor), (?P<kind>\w+), (?P<components>[^:]+): "
    r"(?P<explanation>.+) Suggestion: (?P<suggestion>.+)$",
    re.M,
)
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
    if submissions and not submissions[-1].refused and not conversation.later_texts_since_draft:
        return Answer([text_block("The review has been submitted.")], "end_turn")
    submit = tools.submit
    if submit is None:
        return Answer([text_block("There is no tool to submit a review with.")], "end_turn")
    arguments = _submission(conversation, unknown=kind == "unknown_components")
    return calls.answer("This is my review.", [(submit.name, arguments)])


def _paths(conversation: Conversation) -> list[str]:
    """The documents to read: those that the messages list, without the review's own."""
    texts = [conversation.opening, *conversation.later_texts]
    named = [match.group("path") for text in texts for match in _LISTED.finditer(text)]
    for call in conversation.submissions:
        if call.refused:
            named += paths_in(call.result)
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
    found = [*_of_groups(conversation), *(finding.as_json() for finding in find(designs))]
    findings = [_fitted(finding, schema) for finding in found]
    if unknown:
        extra = {"components": ["Unheard.Of"], "explanation": "A component that is not there."}
        findings.append(_fitted(extra, schema))
    elif "unknown" in refused.lower():
        findings = [f for f in findings if not _names_refused(f, refused)]
    summary = (
        "Written by the simulator, not by a model. "
        f"Designs read: {len(designs)}. Points to look at before code is written: {len(findings)}."
    )
    advice = [f"Guidance taken into account: {line}" for line in conversation.guidance]
    return submit.filled({"findings": findings, "summary": " ".join([summary, *advice])})


def _of_groups(conversation: Conversation) -> list[dict[str, Any]]:
    """What the reviews of groups found, where the opening message joins them."""
    return [
        {**match.groupdict(), "components": re.findall(MODULE, match.group("components"))}
        for match in _GROUP_FINDING.finditer(conversation.opening)
    ]


def _names_refused(finding: dict[str, Any], refusal: str) -> bool:
    listed = re.search(r"unknown components?\W+(?P<names>.+?)(?:\.\s|\.?$)", refusal, re.I | re.M)
    refused = re.findall(MODULE, listed.group("names")) if listed else []
    return any(name in refused for name in finding.get("components", []))


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
