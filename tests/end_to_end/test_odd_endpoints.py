"""Sessions against endpoints that speak the Messages API badly: complete, or a clear reason."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client

from tests.support.product import Product, product_settings, running_product
from tests.support.repositories import (
    CONTEXT_PATH,
    context_document,
    make_repository,
)
from tests.support.scripted_endpoint import (
    STREAM_HEAD,
    Answer,
    api_error,
    block,
    event,
    http,
    message_end,
    scripted_endpoint,
    sending,
    text_block,
    then_silence,
    tool_block,
    whole_answer,
)

LEAKED = "test-key-not-a-secret"
"""The key that ``product_settings`` gives."""
BARE_START = event("message_start", message={"type": "message", "role": "assistant", "content": []})


def design(name: str) -> dict[str, str]:
    return {
        "document": f"# Shop.Blog.{name}\n\n## Purpose\n\nKeeps what it keeps.\n\n## Fields\n\n"
        "| Field | Type |\n| --- | --- |\n| id | integer |\n"
    }


def submitting(name: str, **usage: Any) -> bytes:
    return whole_answer(tool_block(0, "t1", "submit_design", design(name)), **usage)


COMPLETING: dict[str, Answer] = {
    "NoUsage": sending(
        STREAM_HEAD
        + BARE_START
        + tool_block(0, "t1", "submit_design", design("NoUsage"))
        + event("message_delta", delta={"stop_reason": "tool_use"})
        + event("message_stop")
    ),
    "AbsurdUsage": sending(submitting("AbsurdUsage", input_tokens=10**30, output_tokens=-1)),
    "Strange": sending(
        STREAM_HEAD
        + BARE_START
        + event("aside", about="nothing")
        + event("content_block_start", index=0, content_block={"type": "glow", "glow": 1})
        + event("content_block_stop", index=0)
        + tool_block(1, "t1", "submit_design", design("Strange"))
        + message_end("end_turn")
    ),
    "LeftOpen": then_silence(submitting("LeftOpen")),
    "Confused": sending(
        STREAM_HEAD
        + BARE_START
        + text_block(0, "Here it is.")
        + event("content_block_delta", index=0, delta={"type": "thinking_delta", "thinking": "Hm."})
        + tool_block(1, "t1", "submit_design", design("Confused"))
        + message_end("tool_use")
        + event("content_block_delta", index=0, delta={"type": "text_delta", "text": " More."})
    ),
    "Json": sending(
        http(
            200,
            {
                "type": "message",
                "content": [
                    {"type": "tool_use", "name": "submit_design", "input": design("Json")},
                ],
            },
        )
    ),
    "Unnamed": sending(
        b"\n".join(
            line for line in submitting("Unnamed").split(b"\n") if not line.startswith(b"event:")
        )
        + b"data: [DONE]\n\n"
    ),
    "Leaky": sending(
        whole_answer(
            tool_block(
                0,
                "t1",
                "submit_design",
                {"document": f"{design('Leaky')['document']}\n## Notes\n\n{LEAKED}\n"},
            )
        )
    ),
}

FAILING: dict[str, tuple[Answer, str]] = {
    "Surrogates": (
        sending(whole_answer(text_block(0, "bye \ud800"), stop_reason="refusal")),
        "The model refused to write a design (bye ?).",
    ),
    "ErrorText": (
        sending(api_error(400, "odd\ud800", "no \x1b[31m")),
        "HTTP 400 odd\ufffd: no \ufffd[31m.",
    ),
    "OtherJson": (
        sending(http(200, {"choices": [{"text": "hello"}]})),
        "JSON that is not a message of the Messages API",
    ),
    "JsonError": (
        sending(http(200, {"error": {"type": "not_found_error", "message": "no such model"}})),
        "answered not_found_error: no such model",
    ),
    "ToolWithoutName": (
        sending(
            STREAM_HEAD
            + BARE_START
            + event("content_block_start", index=0, content_block={"type": "tool_use"})
            + message_end("tool_use")
        ),
        "a tool call without a name",
    ),
    "BrokenInput": (
        sending(
            whole_answer(
                block(
                    0,
                    {"type": "tool_use", "id": "t1", "name": "submit_design", "input": {}},
                    {"type": "input_json_delta", "partial_json": '{"document": "x" y}'},
                )
            )
        ),
        "The same unusable tool call came three times",
    ),
    "EmptyInputs": (
        sending(whole_answer(tool_block(0, "t1", "submit_design", {}))),
        "(submit_design with the input {}: Wrong input: expected an object with the tool's fields)",
    ),
    "Firewall": (
        sending(http(403, b"<html>Request blocked.</html>")),
        "HTTP 403: <html>Request blocked.</html>. This is no error of the Messages API",
    ),
    "Filter": (
        sending(api_error(400, "invalid_request_error", "Blocked by content filtering policy")),
        "A filter refused the text of this conversation",
    ),
    "CutOff": (
        sending(whole_answer(text_block(0, "# Po"), stop_reason="max_tokens")),
        "its last answer was cut off at 5 tokens; DESIGN_MAX_OUTPUT_TOKENS",
    ),
    "Elsewhere": (
        sending(http(307, b"", Location="http://127.0.0.1:1/login")),
        "redirects to http://127.0.0.1:1/, which is not followed",
    ),
    "ManyCalls": (
        sending(
            whole_answer(
                *(tool_block(i, f"t{i}", "read_file", {"path": "../../x"}) for i in range(300))
            )
        ),
        "did not submit a design that passed within 3 turns",
    ),
    "WrongInput": (
        sending(whole_answer(tool_block(0, "t1", "submit_design", {"document": 5}))),
        'input {"document": 5}: Wrong input: document: Input should be a valid string',
    ),
    "Reset": (sending(b""), "Server disconnected without sending a response"),
}

MakeSession = Callable[..., AbstractAsyncContextManager[Product]]


@pytest.fixture
def make_session(temporal: Client, tmp_path: Path) -> MakeSession:
    """A product whose endpoint knows nothing but what it is told to answer by component."""

    @asynccontextmanager
    async def make(components: dict[str, Answer]) -> AsyncIterator[Product]:
        document = context_document(dict.fromkeys(components, "schema"))
        repository = make_repository(tmp_path / "git", {CONTEXT_PATH: document})
        async with scripted_endpoint() as endpoint:
            endpoint.answers = [sending(http(404, b"<html>nothing here</html>"))]
            ready = sending(whole_answer(text_block(0, "ready")))
            endpoint.components = {"": ready, **components}
            settings = product_settings(
                tmp_path / "data",
                endpoint.url,
                DESIGN_MODEL_IDLE_TIMEOUT=3.0,
                DESIGN_MODEL_PATIENCE=1.0,
            )
            async with running_product(temporal, settings, repository) as product:
                yield product

    return make


async def test_an_endpoint_that_knows_messages_only_is_enough(make_session: MakeSession) -> None:
    async with make_session(COMPLETING) as product:
        verdict = await product.start(review=False)
        assert verdict.accepted, verdict.error
        view = await product.until_complete()
        assert {c.name: c.state for c in view.components} == dict.fromkeys(COMPLETING, "complete")
        leaky = product.repository.read(product.component("Leaky").design_path)
        assert "## Notes" in leaky
        assert LEAKED not in leaky


async def test_nonsense_ends_in_a_reason_and_never_in_a_hang(make_session: MakeSession) -> None:
    async with make_session({name: answer for name, (answer, _) in FAILING.items()}) as product:
        await product.start(review=False, limits={"max_turns": 3})
        view = await product.until_attention()
        assert {c.name: c.state for c in view.components} == dict.fromkeys(FAILING, "failed")
        for component in view.components:
            assert FAILING[component.name][1] in (component.error or "")
        assert view.attention is not None
        assert view.attention.kind == "components"
        await product.handle.terminate()
