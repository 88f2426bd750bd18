from __future__ import annotations

import pytest

from simulator.drafts.context_notes import read_notes, telling

DOCUMENT = """---
title: x
---
# Blog Context

## Purpose
Publishes articles.

## Public API
```elixir
# not a heading
@spec list_posts(Scope.t()) :: [Post.t()]
```

## Components

### Blog.Post
| field | value |
| type | schema |

An article
with a title.

## Dependencies
- Users
"""


def test_the_parts_of_a_context_document_are_found() -> None:
    notes = read_notes(DOCUMENT)
    assert notes.title == "Blog Context"
    assert notes.purpose == "Publishes articles."
    assert notes.specs == ["list_posts(Scope.t()) :: [Post.t()]"]
    assert notes.components == {"Blog.Post": "An article with a title."}
    assert notes.description_of("MyApp.Blog.Post") == "An article with a title."
    assert notes.dependencies == ["Users"]


def test_text_of_another_shape_gives_empty_notes() -> None:
    notes = read_notes("```\nunclosed\n# x")
    assert (notes.title, notes.components) == ("", {})


@pytest.mark.parametrize(
    "nothing", ["", "TBD", "...", "<!-- later -->", "<!-- never ends", "None."]
)
def test_a_filler_tells_nothing_of_a_component(nothing: str) -> None:
    assert telling(nothing) == ""


def test_a_description_is_taken_without_its_comments() -> None:
    assert telling("Keeps posts. <!-- and more? -->") == "Keeps posts."
