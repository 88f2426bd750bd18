from __future__ import annotations

import json
from typing import Any

import pytest

from simulator.api_errors import ApiError
from simulator.models import ModelCatalogue
from simulator.requests import MessagesRequest, parse_request
from simulator.usage import PromptCache

LONG = "word " * 2_000
MARK = {"type": "ephemeral"}


def request(*, question: str = "Hello", **changes: Any) -> MessagesRequest:
    fields = {
        "model": "claude-sonnet-5-5",
        "max_tokens": 100,
        "system": [{"type": "text", "text": LONG, "cache_control": MARK}],
        "messages": [{"role": "user", "content": question}],
        **changes,
    }
    return parse_request(json.dumps(fields).encode(), ModelCatalogue())


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_prefix_is_written_once_and_read_afterwards() -> None:
    cache = PromptCache()
    first = cache.bill(request(question="one"))
    cache.begin_response(first)
    second = cache.bill(request(question="two"))
    assert (first.read, second.written) == (0, 0)
    assert first.written == second.read > 2_000
    assert 0 < second.uncached < 50


def test_requests_sent_together_all_pay_for_the_prefix() -> None:
    cache = PromptCache()
    first, second = cache.bill(request()), cache.bill(request())
    assert first.written == second.written > 0


def test_a_growing_conversation_reads_what_the_turn_before_wrote() -> None:
    cache = PromptCache()
    opening = {"role": "user", "content": "Hello"}
    first = cache.bill(request(messages=[opening], cache_control=MARK))
    cache.begin_response(first)
    longer = [opening, {"role": "assistant", "content": "Yes?"}, {"role": "user", "content": LONG}]
    second = cache.bill(request(messages=longer, cache_control=MARK))
    assert second.read == first.written
    assert second.written > 2_000
    assert second.uncached == 0


def test_a_small_prefix_is_not_cached() -> None:
    system = [{"type": "text", "text": "short", "cache_control": MARK}]
    usage = PromptCache().bill(request(system=system))
    assert (usage.written, usage.read) == (0, 0)


def test_an_entry_expires() -> None:
    clock = Clock()
    cache = PromptCache(clock)
    cache.begin_response(cache.bill(request()))
    clock.now = 301
    assert cache.bill(request()).read == 0


def test_another_effort_leaves_the_system_prompt_readable_only() -> None:
    cache = PromptCache()
    cache.begin_response(cache.bill(request(question=LONG, cache_control=MARK)))
    changed = request(question=LONG, cache_control=MARK, output_config={"effort": "low"})
    usage = cache.bill(changed)
    assert 0 < usage.read < 3_000
    assert usage.written > 2_000


def test_both_lifetimes_are_told_apart() -> None:
    system = [{"type": "text", "text": LONG, "cache_control": {**MARK, "ttl": "1h"}}]
    usage = PromptCache().bill(request(system=system, question=LONG, cache_control=MARK))
    assert usage.written_1h > 2_000
    assert usage.written_5m > 2_000


@pytest.mark.parametrize(
    ("system", "words"),
    [
        ([{"type": "text", "text": "x", "cache_control": MARK}] * 5, "maximum of 4"),
        ([{"type": "text", "text": "x", "cache_control": {**MARK, "ttl": "2d"}}], "ttl"),
        (
            [
                {"type": "text", "text": "x", "cache_control": MARK},
                {"type": "text", "text": "y", "cache_control": {**MARK, "ttl": "1h"}},
            ],
            "must not come after",
        ),
    ],
)
def test_wrong_breakpoints_are_refused(system: list[dict[str, Any]], words: str) -> None:
    with pytest.raises(ApiError, match=words):
        PromptCache().bill(request(system=system))


def test_a_prompt_beyond_the_window_is_refused() -> None:
    catalogue = ModelCatalogue([{"id": "claude-sonnet-5-5", "max_input_tokens": 1_000}])
    fields = {
        "model": "claude-sonnet-5-5",
        "max_tokens": 10,
        "messages": [{"role": "user", "content": LONG}],
    }
    with pytest.raises(ApiError, match="prompt is too long"):
        PromptCache().bill(parse_request(json.dumps(fields).encode(), catalogue))
