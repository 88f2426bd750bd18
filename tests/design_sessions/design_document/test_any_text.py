"""No text makes validation raise or take long: real shapes, mutated and piled up."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from design_sessions.components import ComponentType
from design_sessions.definitions.builtin import builtin_definition
from design_sessions.design_document.context_facts import ContextFacts
from design_sessions.design_document.examination import examine_design, validate_design
from design_sessions.design_document.facts_reading import read_context_facts
from design_sessions.design_document.problems import DesignProblem
from design_sessions.design_document.readable import decoded
from design_sessions.layouts import Standard
from tests.support.cost import assert_grows_in_proportion

MODULE = "MyApp.Blog.Post"
CONTEXT = """\
# MyApp.Blog

## Public API

Calls Post.get/1.

## Components

### Post

| field | value |
| --- | --- |
| type | schema |

A post.
"""
DOCUMENTS = (
    """\
# MyApp.Blog.Post

**Type**: schema

## Purpose

A *post*, see [the blog](blog.md) and `MyApp.Blog.Tag`.

## Public API

```elixir
@spec get(id) :: Post.t() | nil
```

## Execution Flow

### Get

1. Looks up.
   - in the cache
2. Answers.

## Fields

| Field | Type |
| ----- | ---- |
| id | `binary_id` |

## Dependencies

- **MyApp.Repo**: reads
- None
""",
    """\
---
status: draft
---
# MyApp.Blog.Post

## Type

schema

## Delegates

- get/1: MyApp.Repo.get/1

## Functions

### get/1

> Gets a post.

~~~elixir
@spec get(id) :: Post.t()
~~~

**Process**:
1. Looks up.

**Test Assertions**:
- answers nil <!-- TODO -->

## Dependencies

- MyApp.Blog.Ghost
""",
)
PIECES = [
    *("# ", "## ", "### ", "\n", "\n\n", "TBD", "```", "~~~~", "- ", "  ", "\t", "1. ", "> ", "|"),
    *(
        "<!--",
        "-->",
        "---\n",
        "\r",
        "\x00",
        "\ud800",
        "\ufeff",
        "`",
        "**",
        "[",
        "](",
        "\u2028",
        ":",
    ),
    *("## Purpose\n", "## Functions\n", "## Dependencies\n", "**Process**:\n", "**Type**: ", "é"),
    *("MyApp.Blog.", "MyApp.Blog.Post", "Post.get/1", "@spec ", "None", "| a |\n|---|\n", "\u202e"),
]


def facts() -> ContextFacts:
    found = read_context_facts("docs/design/my_app/blog.md", CONTEXT.encode())
    assert found is not None
    return found


FACTS = facts()
KINDS: list[tuple[Standard, ComponentType]] = [
    ("design", ComponentType.OTHER),
    ("design", ComponentType.SCHEMA),
    ("design", ComponentType.CONTEXT),
    ("spec", ComponentType.OTHER),
]


def examined(text: str, kind: tuple[Standard, ComponentType]) -> list[DesignProblem]:
    definition = builtin_definition(*kind)
    return examine_design(text, definition=definition, module=MODULE, context=FACTS)


def mutated(text: str, rng: random.Random) -> str:
    """A text after some of what a careless hand does to it."""
    for _ in range(rng.randrange(1, 6)):
        start = rng.randrange(len(text) + 1)
        end = min(len(text), start + rng.choice([1, 3, 20, 200]))
        cut = text[start:end]
        piece = rng.choice(PIECES)
        changed = rng.choice(["", piece, piece * 50, cut * 2, cut * 30, cut[::-1], piece + cut])
        text = text[:start] + changed + text[end:]
    return text


def test_mutated_designs_get_a_verdict_with_lines_inside_the_document() -> None:
    rng = random.Random(3)
    rules = set()
    for number in range(1_000):
        text = mutated(DOCUMENTS[number % len(DOCUMENTS)], rng)
        found = examined(text, KINDS[number % len(KINDS)])
        lines = text.count("\n") + text.count("\r") + 1
        assert all(1 <= problem.line <= lines for problem in found)
        rules |= {problem.rule for problem in found}
    assert {"title", "required-section", "empty-section", "closed-fence", "steps"} <= rules


def test_real_documents_stand_mutation(shared_data: Path) -> None:
    rng = random.Random(7)
    files = sorted(shared_data.glob("*/reference/**/*.md"))
    assert files
    for number in range(300):
        text = files[number % len(files)].read_text(encoding="utf-8")
        examined(mutated(text, rng), KINDS[number % len(KINDS)])


def test_any_bytes_are_answered() -> None:
    rng = random.Random(5)
    definition = builtin_definition("design", ComponentType.OTHER)
    for _ in range(500):
        content = rng.randbytes(rng.randrange(80)) + rng.choice(DOCUMENTS).encode()[:99]
        text = decoded(content)
        assert isinstance(text, DesignProblem) or validate_design(
            text, definition=definition, module=MODULE
        )


@pytest.mark.parametrize("before", ["**Type**: ", "## Dependencies\n\n- "])
@pytest.mark.parametrize(
    "piece",
    [
        *("> ", "- ", "* a\n  * b\n", "- a:\n  - b:\n    - c\n", "1. a\n", "- [a](b\n", "- `"),
        *("```\n", "[a]: b\n", "| a | b |\n| --- | --- |\n", "a|b\n-|-\n", "|a", "|", "`", "``` `"),
        *("# a\n", "## Dependencies\n- a\n", "## Fields\n", "## Execution Flow\n### a\n", "a\n=\n"),
        *("<!--", "<!-- ", "![", "](", "***", "_a_", "\\", "&amp;", "\t", "\r", "\u2028", "<a>\n"),
        *(
            "MyApp.Blog.A.",
            "MyApp.Blog.X ",
            "A.",
            "Post.get/1 ",
            "**Process**:\n",
            "none ",
            "TODO ",
        ),
    ],
)
def test_piled_up_markup_takes_time_in_proportion(before: str, piece: str) -> None:
    lines = piece.count("\n") + piece.count("\r")
    most = min(149_000 // len(piece), 5_900 // lines if lines else 149_000)
    assert_grows_in_proportion(
        lambda text: examined(text, KINDS[3]), lambda times: before + piece * times, most
    )
