"""What is made of an answer's events, and of those that fall short of the Messages API."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from design_sessions.endpoint import message_assembly
from design_sessions.endpoint.http_client import OversizedAnswerError
from design_sessions.endpoint.message_assembly import INVALID_JSON, MessageAssembly, without_secrets
from design_sessions.status import Usage
from tests.support.cost import assert_grows_in_proportion

START: dict[str, Any] = {"type": "message_start", "message": {"content": []}}
STOP: dict[str, Any] = {"type": "message_stop"}


def begun(block: dict[str, Any], **place: int) -> dict[str, Any]:
    return {"type": "content_block_start", "content_block": block, **place}


def piece(kind: str, **fields: Any) -> dict[str, Any]:
    place = {"index": fields.pop("index")} if "index" in fields else {}
    return {"type": "content_block_delta", "delta": {"type": kind, **fields}, **place}


def nested(levels: int) -> list[Any]:
    inner: list[Any] = []
    for _ in range(levels):
        inner = [inner]
    return inner


def ended(reason: object = "end_turn", **usage: Any) -> dict[str, Any]:
    return {"type": "message_delta", "delta": {"stop_reason": reason}, "usage": usage or None}


def gathered(*events: dict[str, Any], start: dict[str, Any] = START) -> MessageAssembly:
    assembly = MessageAssembly()
    for event in [start, *events, STOP]:
        assembly.take(event)
    return assembly


def call(raw: str, **more: Any) -> list[dict[str, Any]]:
    tool = {"type": "tool_use", "id": "t1", "name": "search", "input": {}, **more}
    return [begun(tool, index=0), piece("input_json_delta", partial_json=raw, index=0)]


def test_pieces_are_joined_block_by_block() -> None:
    answer = gathered(
        begun({"type": "thinking", "thinking": "", "signature": ""}, index=0),
        piece("thinking_delta", thinking="H", index=0),
        piece("thinking_delta", thinking="m.", index=0),
        piece("signature_delta", signature="c2ln", index=0),
        begun({"type": "redacted_thinking", "data": "b3A="}, index=1),
        begun({"type": "text", "text": ""}, index=2),
        begun({"type": "tool_use", "id": "t", "name": "search", "input": {}}, index=3),
        piece("input_json_delta", partial_json='{"pat', index=3),
        piece("text_delta", text="Gr", index=2),
        piece("input_json_delta", partial_json='tern": "a"}', index=3),
        piece("text_delta", text="öße", index=2),
        ended("tool_use"),
    )
    assert answer.content() == [
        {"type": "thinking", "thinking": "Hm.", "signature": "c2ln"},
        {"type": "redacted_thinking", "data": "b3A="},
        {"type": "text", "text": "Größe"},
        {"type": "tool_use", "id": "t", "name": "search", "input": {"pattern": "a"}},
    ]
    assert answer.stop_reason == "tool_use"
    assert answer.ended


@pytest.mark.parametrize("indexes", [(1, 2), (0, 0), (None, None), (7, 3)])
def test_blocks_are_told_apart_however_they_are_counted(indexes: tuple[int | None, ...]) -> None:
    events = []
    for index, text in zip(indexes, "ab", strict=True):
        place = {} if index is None else {"index": index}
        events += [
            begun({"type": "text", "text": ""}, **place),
            piece("text_delta", text=text, **place),
        ]
    assert [block["text"] for block in gathered(*events).content()] == ["a", "b"]


def test_blocks_of_an_unknown_kind_are_kept_as_they_came() -> None:
    glow = {"type": "glow", "warmth": {"k": 1}}
    assert gathered(begun(glow, index=0), piece("glow_delta", index=0)).content() == [glow]


def test_a_whole_message_in_its_start_is_the_answer() -> None:
    message = {
        "model": "m",
        "content": [{"type": "text", "text": "Yes."}],
        "stop_reason": "end_turn",
        "usage": {"input_tokens": 3, "output_tokens": 2},
    }
    answer = gathered(start={"type": "message_start", "message": message})
    assert answer.content() == message["content"]
    assert (answer.stop_reason, answer.model, answer.usage.output_tokens) == ("end_turn", "m", 2)


@pytest.mark.parametrize(
    "raw",
    [
        '{"a": "b" c}',
        '{"a": "cut o',
        "[1]",
        '"text"',
        "7",
        '{"n": NaN}',
        '{"n": 1e999}',
        f'{{"n": {"9" * 50_000}}}',
        "[" * 5_000,
        f'{{"n": {"[" * 900}{"]" * 900}}}',
        f'{{"n": {"[" * 100}{"]" * 100}}}',
    ],
)
def test_input_that_is_no_json_object_is_kept_in_one(raw: str) -> None:
    [block] = gathered(*call(raw)).content()
    assert list(block["input"]) == [INVALID_JSON]
    json.dumps(block, allow_nan=False)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (None, {}),
        ("", {}),
        ("null", {}),
        ({"path": "a"}, {"path": "a"}),
        ('{"path": "a"}', {"path": "a"}),
        (json.dumps('{"path": "a"}'), {"path": "a"}),
    ],
)
def test_input_that_came_with_the_blocks_start_is_taken(given: object, read: object) -> None:
    [block] = gathered(*call("", input=given)).content()
    assert block["input"] == read


@pytest.mark.parametrize("id_", ["", None, 7, "twice"])
def test_a_tool_call_without_an_id_of_its_own_gets_one(id_: object) -> None:
    calls = [
        begun({"type": "tool_use", "id": given, "name": "search"}, index=index)
        for index, given in enumerate(["twice", id_])
    ]
    first, second = gathered(*calls).content()
    assert first["id"] == "twice"
    assert second["id"].startswith("toolu_")


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([begun({"text": "x"}, index=0)], "a content block without a type"),
        ([{"type": "content_block_start", "index": 0}], "a content block without a type"),
        ([begun({"type": "tool_use", "id": "t"}, index=0)], "a tool call without a name"),
        ([piece("text_delta", text="x", index=7)], "pieces of content blocks that were never"),
        ([begun({"type": "glow", "heat": math.inf})], "a number too large to be kept"),
        ([begun({"type": "glow", "deep": nested(900)})], "more than 64 levels of nesting"),
    ],
)
def test_what_nothing_could_answer_is_told_in_its_place(
    events: list[dict[str, Any]], said: str
) -> None:
    [block] = gathered(*events).content()
    assert block["type"] == "text"
    assert block["text"].startswith("[This answer could not be read: ")
    assert said in block["text"]


def test_one_unreadable_block_costs_no_other() -> None:
    answer = gathered(begun({"text": "x"}, index=0), begun(dict(TOOL), index=1))
    unreadable, call_of_tool = answer.content()
    assert (unreadable["type"], call_of_tool) == ("text", TOOL)


@pytest.mark.parametrize("reason", [None, 5, ["end_turn"]])
def test_an_answer_may_end_without_a_reason(reason: object) -> None:
    answer = gathered(begun({"type": "text", "text": "Yes."}), ended(reason))
    assert (answer.stop_reason, answer.ended) == ("", True)


@pytest.mark.parametrize(
    ("at_start", "at_end", "counted"),
    [
        (None, {}, Usage(cost_usd=None)),
        ({"input_tokens": 10, "output_tokens": 1}, {}, Usage(input_tokens=10, output_tokens=1)),
        ({"input_tokens": None}, {"output_tokens": None}, Usage()),
        ({"input_tokens": 10**30}, {"output_tokens": -5}, Usage(input_tokens=10_000_000)),
        ({"input_tokens": "10", "output_tokens": True}, {"output_tokens": 7.5}, Usage()),
        (
            {"input_tokens": 10, "cache_read_input_tokens": 4},
            {"output_tokens": 9, "input_tokens": None, "cache_creation_input_tokens": 3},
            Usage(input_tokens=10, output_tokens=9, cache_read_tokens=4, cache_write_tokens=3),
        ),
    ],
)
def test_what_was_counted_is_taken_and_nonsense_is_not(
    at_start: dict[str, Any] | None, at_end: dict[str, Any], counted: Usage
) -> None:
    start = {"type": "message_start", "message": {"content": [], "usage": at_start}}
    usage = gathered(ended("end_turn", **at_end), start=start).usage
    assert usage == counted.model_copy(update={"cost_usd": None})


TEXT, THINKING, TOOL = (
    {"type": "text", "text": "a"},
    {"type": "thinking", "thinking": "a", "signature": "c2ln"},
    {"type": "tool_use", "id": "t", "name": "search", "input": {"pattern": "a"}},
)


@pytest.mark.parametrize("block", [TEXT, THINKING, TOOL])
@pytest.mark.parametrize("index", [0, 7])
def test_a_delta_that_does_not_fit_its_block_is_dropped(block: dict[str, Any], index: int) -> None:
    deltas = {
        "text": [piece("text_delta", text="x"), piece("citations_delta", citation={})],
        "thinking": [
            piece("thinking_delta", thinking="x"),
            piece("signature_delta", signature="x"),
        ],
        "tool_use": [piece("input_json_delta", partial_json="{}")],
        "": [piece("glow_delta", glow=1), {"type": "content_block_delta"}],
    }
    strange = [
        {**each, "index": index}
        for kind, pieces in deltas.items()
        for each in pieces
        if index == 7 or kind != block["type"]
    ]
    answer = gathered(begun(dict(block), index=0), *strange)
    assert answer.content() == [block]


def test_what_follows_the_end_is_dropped() -> None:
    answer = gathered(begun(dict(TEXT), index=0), ended("end_turn", output_tokens=5))
    late = [piece("text_delta", text="x", index=0), begun(dict(TOOL), index=1)]
    late += [ended("tool_use", output_tokens=90), START]
    assert [answer.take(event) for event in late] == [False] * 4
    assert answer.content() == [TEXT]
    assert (answer.stop_reason, answer.usage.output_tokens) == ("end_turn", 5)


def test_only_what_adds_to_the_answer_shows_that_the_model_is_at_work() -> None:
    answer = MessageAssembly()
    block = begun({"type": "text", "text": ""}, index=0)
    events = [block, START, START, block, piece("text_delta", text="", index=0)]
    events += [piece("text_delta", text="a", index=0), STOP]
    taken = [False, True, False, True, False, True, True]
    assert [answer.take(event) for event in events] == taken


def test_an_answer_can_be_sent_again_whatever_characters_it_has() -> None:
    tool = {"type": "tool_use", "id": "t\udfff", "name": "r\ud800m", "input": {"\ud800": "\ud800"}}
    answer = gathered(begun({"type": "text", "text": "half a pair: \ud800"}, index=0), begun(tool))
    content = answer.content()
    assert content[0]["text"] == "half a pair: ?"
    assert json.dumps(content, ensure_ascii=False).encode()


def test_an_answer_without_an_end_is_not_gathered_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(message_assembly, "MAX_CONTENT_CHARACTERS", 100)
    block = begun({"type": "text", "text": ""}, index=0)
    with pytest.raises(OversizedAnswerError, match="more than 100 characters in one answer"):
        gathered(block, *[piece("text_delta", text="x" * 40, index=0)] * 3)


def test_a_long_document_in_tiny_pieces_is_gathered_at_once() -> None:
    tool = {"type": "tool_use", "id": "t", "name": "submit_design", "input": {}}

    def in_pieces(words: int) -> list[dict[str, Any]]:
        raw = json.dumps({"document": "word " * words})
        pieces = [raw[start : start + 4] for start in range(0, len(raw), 4)]
        return [piece("input_json_delta", partial_json=each, index=0) for each in pieces]

    def gather(pieces: list[dict[str, Any]]) -> None:
        [block] = gathered(begun(tool, index=0), *pieces).content()
        assert set(block["input"]["document"].split()) == {"word"}

    assert_grows_in_proportion(gather, in_pieces, 80_000)


def test_a_key_is_taken_out_wherever_it_stands() -> None:
    answer = [{"text": "is k-1", "input": {"k-1": ["k-1", 5, None]}}]
    assert without_secrets(answer, ("k-1",)) == [
        {"text": "is ***", "input": {"***": ["***", 5, None]}}
    ]
