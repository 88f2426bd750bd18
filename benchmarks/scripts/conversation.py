"""The conversation that the scripts have, of the same shape and size as the product's.

Only the model's SDK is imported here: DBOS's and LangGraph's scripts run in an environment of their
own.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any, NamedTuple, cast

import anthropic

from benchmarks.material import CONTEXT, CONTEXT_PATH, component, note

Block = dict[str, Any]

MODEL = "claude-sonnet-5-5"
_MAX_TOKENS = 32_000
_MOST_SIBLINGS = 100
"""As the product's conversations name at most."""
_SECTIONS = ("Purpose", "Public API", "Execution Flow", "Dependencies")
_ADVICE = (
    "Write plain and exact words without implementation code, keep to the names and decisions of "
    "the context's design, say what the component answers when something is missing, and do not "
    "read more than you need. "
)


class Job(NamedTuple):
    """What a script is to do."""

    base_url: str
    components: int
    directory: Path
    """Empty; for the script's database."""


def read_job() -> Job:
    """The job that the command line names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--components", type=int, required=True)
    parser.add_argument("--directory", type=Path, required=True)
    return Job(**vars(parser.parse_args()))


def client_of(job: Job) -> anthropic.AsyncAnthropic:
    """One client for all conversations, without retries of its own."""
    return anthropic.AsyncAnthropic(api_key="benchmark", base_url=job.base_url, max_retries=0)


def begin() -> None:
    """Print the processor seconds used so far: what follows is the job itself."""
    print(time.process_time(), flush=True)


def opening(number: int, components: int) -> Block:
    """The first message: the component, and as many others of its context as the product names."""
    name, kind = component(number)
    lines = [
        "Write the design document of this component.",
        f"Context: {CONTEXT}",
        f"Design of the context: {CONTEXT_PATH}",
        f"Component: {CONTEXT}.{name} ({kind})",
        "## Other components of the context",
    ]
    first = max(1, min(number - _MOST_SIBLINGS // 2, components - _MOST_SIBLINGS))
    for other in range(first, min(components, first + _MOST_SIBLINGS) + 1):
        if other != number:
            name, kind = component(other)
            path = f"docs/design/shop/catalog/{name.lower()}.md"
            lines.append(f"- {name}: {CONTEXT}.{name} ({kind}), {path}")
    return {"role": "user", "content": [{"type": "text", "text": "\n".join(lines)}]}


async def next_answer(client: anthropic.AsyncAnthropic, messages: list[Block]) -> Block:
    """One model turn, streamed: the assistant's message."""
    async with client.messages.stream(
        model=MODEL,
        max_tokens=_MAX_TOKENS,
        system=cast(Any, SYSTEM),
        tools=cast(Any, TOOLS),
        messages=cast(Any, messages),
    ) as stream:
        message = await stream.get_final_message()
    return {"role": "assistant", "content": [b.model_dump() for b in message.content]}


def results_of(answer: Block) -> Block | None:
    """The user's message with the results of the tools; None once the design is submitted."""
    calls = [block for block in answer["content"] if block["type"] == "tool_use"]
    if not calls or any(call["name"] == "submit_design" for call in calls):
        return None
    results = [
        {"type": "tool_result", "tool_use_id": call["id"], "content": _read(call["input"]["path"])}
        for call in calls
    ]
    return {"role": "user", "content": results}


def _read(path: str) -> str:
    return note(int(path.removeprefix("notes/part").removesuffix(".md")))


def _system() -> str:
    sections = "\n".join(f"- **{name}**: {_ADVICE}" for name in _SECTIONS)
    return f"You are a software architect. {_ADVICE}\n\n## Document definition\n\n{sections}"


def _tool(name: str, words: int, **properties: str) -> Block:
    return {
        "name": name,
        "description": _ADVICE * words,
        "input_schema": {
            "type": "object",
            "properties": {
                key: {"type": kind, "description": _ADVICE} for key, kind in properties.items()
            },
            "required": [next(iter(properties))],
            "additionalProperties": False,
        },
    }


SYSTEM: list[Block] = [{"type": "text", "text": _system()}]
TOOLS: list[Block] = [
    _tool("read_file", 1, path="string", start_line="integer", end_line="integer"),
    _tool("list_files", 1, path="string"),
    _tool("search", 1, pattern="string", path="string"),
    _tool("submit_design", 1, document="string"),
]
