"""A simulator and a client that holds a conversation with it as the product's worker would."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import anthropic
import pytest
import pytest_asyncio

from simulator.testing import RunningSimulator, running_simulator

CONTEXT_PATH = "docs/design/my_app/blog.md"
CONTEXT_DESIGN = """# Blog Context

## Purpose

Publishes articles of authors.

## Public API

```elixir
@spec list_posts(Scope.t()) :: [Post.t()]
```

## Components

### Blog.Post

| field | value  |
| ----- | ------ |
| type  | schema |

Ecto schema of an article with title, slug, body and author.

### Blog.PostRepository

| field | value      |
| ----- | ---------- |
| type  | repository |

Stores posts of an account.

## Dependencies

- Users
"""

DESIGN_SYSTEM = """You design one component.

## Document definition

These sections follow:

- `## Purpose` (required): what the component is for
- `## Public API` (required, or `## Fields` instead, or both): its functions
- `## Fields` (optional): what it stores
"""

READ_FILE = {
    "name": "read_file",
    "description": "Read a file.",
    "strict": True,
    "input_schema": {
        "type": "object",
        "properties": {"path": {"type": "string"}, "start_line": {"type": "integer"}},
        "required": ["path"],
        "additionalProperties": False,
    },
}
SUBMIT_DESIGN = {
    "name": "submit_design",
    "description": "Submit the design.",
    "strict": True,
    "input_schema": {
        "type": "object",
        "properties": {"document": {"type": "string"}},
        "required": ["document"],
        "additionalProperties": False,
    },
}
SUBMIT_REVIEW = {
    "name": "submit_review",
    "description": "Submit the review.",
    "input_schema": {
        "type": "object",
        "properties": {
            "findings": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "severity": {"type": "string", "enum": ["critical", "major", "minor"]},
                        "kind": {
                            "type": "string",
                            "enum": ["consistency", "missing_dependency", "integration"],
                        },
                        "components": {"type": "array", "items": {"type": "string"}},
                        "explanation": {"type": "string"},
                        "suggestion": {"type": "string"},
                    },
                },
            },
            "summary": {"type": "string"},
        },
        "required": ["findings", "summary"],
    },
}

Message = dict[str, Any]


def design_opening(module: str = "MyApp.Blog.Post", component_type: str = "schema") -> str:
    return (
        f"Component: {module} ({component_type})\n"
        "Description: Ecto schema of an article with title, slug, body and author.\n"
        f"Design of the context: {CONTEXT_PATH}\n"
    )


@dataclass
class Talk:
    """One conversation: what the simulator answers, and what it is answered with."""

    client: anthropic.AsyncAnthropic
    tools: list[dict[str, Any]]
    messages: list[Message]
    system: str = DESIGN_SYSTEM
    module: str | None = "MyApp.Blog.Post"
    files: dict[str, str] = field(default_factory=lambda: {CONTEXT_PATH: CONTEXT_DESIGN})
    turn: int = 0

    async def ask(self, **options: Any) -> Any:
        """The next answer, streamed; it joins the transcript."""
        self.turn += 1
        headers = {"X-Design-Session": "session-1", "X-Design-Turn": str(self.turn)}
        if self.module:
            headers["X-Design-Component"] = self.module
        async with self.client.messages.stream(
            model=options.pop("model", "claude-sonnet-5-5"),
            max_tokens=options.pop("max_tokens", 32_000),
            system=self.system,
            tools=self.tools,  # type: ignore[arg-type]
            messages=self.messages,  # type: ignore[arg-type]
            extra_headers=headers,
            **options,
        ) as stream:
            answer = await stream.get_final_message()
        if answer.content:
            content = [block.to_dict() for block in answer.content]
            self.messages.append({"role": "assistant", "content": content})
        return answer

    def reply(self, *blocks: dict[str, Any]) -> None:
        """Answer the last message with these blocks."""
        self.messages.append({"role": "user", "content": list(blocks)})

    def results(self, answer: Any) -> list[dict[str, Any]]:
        """The results of the answer's reads."""
        found = []
        for block in answer.content:
            if block.type == "tool_use" and block.name == "read_file":
                text = self.files.get(block.input["path"])
                found.append(
                    tool_result(block, "There is no such file.", is_error=True)
                    if text is None
                    else tool_result(block, text)
                )
        return found

    async def until_submission(self, most: int = 8) -> Any:
        """The submitting call, after as many reads as the simulator wants."""
        for _ in range(most):
            answer = await self.ask()
            for block in answer.content:
                if block.type == "tool_use" and block.name.startswith("submit"):
                    return block
            self.reply(*self.results(answer))
        raise AssertionError("nothing was submitted")

    def refuse(self, call: Any, problems: str, *more: dict[str, Any]) -> None:
        """Send a submission back."""
        self.reply(tool_result(call, problems, is_error=True), *more)


def tool_result(call: Any, text: str, *, is_error: bool = False) -> dict[str, Any]:
    return {
        "type": "tool_result",
        "tool_use_id": call.id,
        "content": text,
        "is_error": is_error,
    }


@pytest.fixture
def start() -> Iterator[Callable[..., RunningSimulator]]:
    """Starts simulators that end with the test."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(running_simulator(**options))


@pytest_asyncio.fixture
async def connect() -> AsyncIterator[Callable[[RunningSimulator], anthropic.AsyncAnthropic]]:
    """Makes clients that end with the test."""
    clients: list[anthropic.AsyncAnthropic] = []

    def make(simulator: RunningSimulator, key: str = "key") -> anthropic.AsyncAnthropic:
        client = anthropic.AsyncAnthropic(
            api_key=key, base_url=simulator.base_url, max_retries=0, timeout=10
        )
        clients.append(client)
        return client

    yield make
    for client in clients:
        await client.close()


@pytest.fixture
def design_talk(
    start: Callable[..., RunningSimulator],
    connect: Callable[[RunningSimulator], anthropic.AsyncAnthropic],
) -> Callable[..., tuple[RunningSimulator, Talk]]:
    """A simulator with options, and a design conversation with it."""

    def begin(
        *, module: str = "MyApp.Blog.Post", component_type: str = "schema", **options: Any
    ) -> tuple[RunningSimulator, Talk]:
        simulator = start(**options)
        opening = design_opening(module, component_type)
        talk = Talk(
            connect(simulator),
            [READ_FILE, SUBMIT_DESIGN],
            [{"role": "user", "content": opening}],
            module=module,
        )
        return simulator, talk

    return begin


@pytest.fixture
def review_talk(
    start: Callable[..., RunningSimulator],
    connect: Callable[[RunningSimulator], anthropic.AsyncAnthropic],
) -> Callable[..., tuple[RunningSimulator, Talk]]:
    """A simulator with options, and a review of two designs with it."""

    def begin(**options: Any) -> tuple[RunningSimulator, Talk]:
        simulator = start(**options)
        opening = (
            f"Design of the context: {CONTEXT_PATH}\n\n"
            '<document-7 path="docs/design/my_app/blog/post.md" component="Post">\n'
            "# MyApp.Blog.Post\n\n## Purpose\n\nAn article.\n</document-7>\n\n"
            '<document-7 path="docs/design/my_app/blog/store.md" component="PostRepository">\n'
            "# MyApp.Blog.PostRepository\n\n## Purpose\n\nStores each Post.\n\n"
            "## Dependencies\n\nNone\n</document-7>\n"
        )
        talk = Talk(
            connect(simulator),
            [READ_FILE, SUBMIT_REVIEW],
            [{"role": "user", "content": opening}],
            system="You review designs.",
            module=None,
        )
        return simulator, talk

    return begin
