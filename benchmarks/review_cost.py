"""What a review costs in turns and tokens: with the designs in its message, and fetching each.

Run it as ``python -m benchmarks.review_cost``. Both ways are computed from the same designs, with
the product's own messages, tools and cache marks, and billed by the simulator's account of tokens
and prompt caching. The reviewer that fetches is scripted: its first message names the designs, as
it did before they were given in it, and it reads so many with each turn until it has all of them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from benchmarks.seeded_contradictions.corpus import Corpus, bundled, real
from design_sessions.agent.conversation import text_block, with_cache_marks
from design_sessions.agent.review_groups import group_designs, group_room
from design_sessions.agent.review_opening import (
    ReviewedContext,
    closing_opening,
    review_opening,
    review_system,
)
from design_sessions.agent.tool_definitions import review_tools
from design_sessions.agent.tools import run_read_tool
from design_sessions.components import Component
from design_sessions.endpoint.messages import Block
from design_sessions.layouts import design_path, layout_named
from design_sessions.repository.reading.search import Match
from design_sessions.review_submission import ReviewSubmission
from design_sessions.status import Usage
from design_sessions.turns.prices import PriceTable
from simulator.models import ModelCatalogue
from simulator.requests import parse_request
from simulator.usage import PromptCache, count_tokens

MODEL = "claude-opus-5-5"
"""The product's own choice for reviews."""
CONTEXT, CONTEXT_PATH = "Harbour.Berths", "docs/design/harbour/berths.md"
_LAYOUT = layout_named("docs/design")
_WINDOW = 1_000_000
_FINDINGS = 8
"""Of the submitted review; the same in every way."""
_READ_AT_ONCE = (1, 5, 20)


@dataclass(frozen=True)
class Cost:
    """What one way of reviewing needs."""

    way: str
    turns: int
    usage: Usage
    usd: float


@dataclass(frozen=True)
class Files:
    """The documents as a repository has them."""

    texts: Mapping[str, str]

    def read_bytes(self, path: str) -> bytes | None:
        """The content of a document; None without such a one."""
        text = self.texts.get(path)
        return None if text is None else text.encode()

    def list_files(self, prefix: str = "") -> list[str]:
        """The paths that begin so."""
        return sorted(path for path in self.texts if path.startswith(prefix))

    def search(self, pattern: str, path_prefix: str = "", max_results: int = 100) -> list[Match]:
        """Nothing: the scripted reviewer does not search."""
        return []


@dataclass(frozen=True)
class Material:
    """The designs of a context and its document."""

    designs: list[tuple[Component, str]]
    context: ReviewedContext
    files: Files


def material(count: int, corpora: Sequence[Corpus]) -> Material:
    """So many designs: those of the contexts again and again, each as a component of its own."""
    texts = [
        corpus.documents[path]
        for corpus in corpora
        for path in corpus.modules
        if path != corpus.context_path
    ]
    designs = []
    for number, text in enumerate(islice(cycle(texts), count), start=1):
        module = f"{CONTEXT}.Part{number:03}"
        component = Component(
            name=module.rpartition(".")[2],
            module=module,
            description="A part of the harbour.",
            design_path=design_path(_LAYOUT, module),
        )
        designs.append((component, text))
    context_text = max((c.documents[c.context_path] for c in corpora), key=len)
    return Material(
        designs,
        ReviewedContext("harbour", CONTEXT, CONTEXT_PATH, context_text),
        Files({CONTEXT_PATH: context_text} | {c.design_path: t for c, t in designs}),
    )


class Account:
    """Bills the turns of one way of reviewing."""

    def __init__(self) -> None:
        self._cache = PromptCache()
        self._catalogue = ModelCatalogue()
        self.usage = Usage()
        self.turns = 0

    def turn(self, messages: list[Block], opening: list[Block], answer: list[Block]) -> None:
        """One call and its answer.

        Args:
            messages: of the request.
            opening: of the conversation; the first message begins with it.
            answer: what the model says.
        """
        system, marked = with_cache_marks(review_system(), messages, opening=opening)
        body = {
            "model": MODEL,
            "max_tokens": 1_000,
            "system": system,
            "tools": review_tools(),
            "messages": marked,
        }
        billed = self._cache.bill(parse_request(json.dumps(body).encode(), self._catalogue))
        self._cache.begin_response(billed)
        self.turns += 1
        self.usage += Usage(
            input_tokens=billed.uncached,
            cache_read_tokens=billed.read,
            cache_write_tokens=billed.written,
            output_tokens=count_tokens(len(json.dumps(answer))),
        )

    def cost(self, way: str) -> Cost:
        """All turns together."""
        usd = PriceTable.load().cost(MODEL, self.usage)
        return Cost(way, self.turns, self.usage, usd or 0.0)


def given(material: Material) -> Cost:
    """As the product does it: one turn for each group, and one that ends several groups."""
    account = Account()
    room = group_room(_WINDOW)
    sizes = {component.module: len(text.encode()) for component, text in material.designs}
    groups = group_designs(sizes, room)
    for group in groups:
        inside = [(c, text) for c, text in material.designs if c.module in group]
        outside = [c for c, _ in material.designs if c.module not in group]
        _submit(account, review_opening(material.context, inside, room=room, others=outside))
    if len(groups) > 1:
        submissions = [ReviewSubmission(findings=[], summary="Sound.") for _ in groups]
        _submit(account, closing_opening(material.context, submissions, room=room))
    return account.cost("given in the message")


def _submit(account: Account, opening: list[Block]) -> None:
    account.turn([{"role": "user", "content": opening}], opening, [_submission()])


def fetched(material: Material, at_once: int) -> Cost:
    """The reviewer reads so many files with each turn, the context's document first."""
    account = Account()
    opening = [text_block("\n".join(_named(material)))]
    messages: list[Block] = [{"role": "user", "content": opening}]
    paths = [CONTEXT_PATH, *(component.design_path for component, _ in material.designs)]
    for start in range(0, len(paths), at_once):
        calls: list[Block] = [
            {"type": "tool_use", "id": f"toolu_{n}", "name": "read_file", "input": {"path": path}}
            for n, path in enumerate(paths[start : start + at_once], start=start)
        ]
        account.turn(messages, opening, calls)
        results: list[Block] = [
            {
                "type": "tool_result",
                "tool_use_id": call["id"],
                "content": run_read_tool(material.files, "read_file", call["input"]).text,
            }
            for call in calls
        ]
        messages = [
            *messages,
            {"role": "assistant", "content": calls},
            {"role": "user", "content": results},
        ]
    account.turn(messages, opening, [_submission()])
    return account.cost(f"fetched, {at_once} a turn")


def _named(material: Material) -> Iterator[str]:
    """The first message as it was: what to read, each with its path."""
    yield "Review the designs of this context."
    yield f"Context: {CONTEXT}"
    yield f"Design of the context: {CONTEXT_PATH}"
    yield "## Designs to read, each to its end"
    for component, _ in material.designs:
        yield f"- {component.name}: {component.module} ({component.type}), {component.design_path}"


def _submission() -> Block:
    finding = {
        "severity": "major",
        "kind": "integration",
        "components": ["Part001", "Part002"],
        "explanation": "The first calls a function that the second does not have. " * 2,
        "suggestion": "Add the function to the second, or call one that it has.",
    }
    submitted = {"findings": [finding] * _FINDINGS, "summary": "The designs agree otherwise. " * 4}
    return {"type": "tool_use", "id": "toolu_end", "name": "submit_review", "input": submitted}


def table(costs: Sequence[Cost]) -> str:
    """The costs as a Markdown table."""
    rows = [
        f"| {each.way} | {each.turns} | {each.usage.total_input_tokens:,} | "
        f"{each.usage.cache_read_tokens:,} | {each.usage.output_tokens:,} | ${each.usd:.2f} |"
        for each in costs
    ]
    head = "| designs are | turns | tokens in | of these from the cache | tokens out | cost |"
    return "\n".join([head, "| --- | ---: | ---: | ---: | ---: | ---: |", *rows])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--designs", type=int, default=60, help="how many (60)")
    parser.add_argument("--real", type=Path, help="directory of contexts with a manifest.json")
    options = parser.parse_args()
    count = options.designs
    chosen = material(count, list(real(options.real)) if options.real else bundled())
    size = sum(len(text) for _, text in chosen.designs) // count
    print(f"{count} designs of {size:,} characters on average:\n")
    print(table([*(fetched(chosen, each) for each in _READ_AT_ONCE), given(chosen)]))


if __name__ == "__main__":
    main()
