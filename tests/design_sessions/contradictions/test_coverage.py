"""Which designs cover what the context's document states."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.seeded_contradictions.corpus import real
from tests.design_sessions.contradictions.conftest import Check

CONTEXT = """## Delegates

- get_post/2: MyApp.Blog.PostRepository.fetch/2

## Functions

### publish/2

Writes with `PostRepository.save/1`.

### list_posts/1

### lost/0
"""
DESIGNS = {
    "PostRepository": "## Functions\n\n### fetch/2\n\n### save/1\n\n### list_posts/1\n",
    "Feed": "## Functions\n\n### refresh/0\n\nCalls `MyApp.Blog.list_posts/1`.\n",
}


def covers(check: Check, more: str) -> dict[str, list[tuple[str, str, str]]]:
    coverage = check(DESIGNS, more=more).coverage
    return {
        each.name: [(cover.component, cover.how, cover.function) for cover in each.covers]
        for each in coverage
    }


def test_functions_are_covered_by_delegates_implementations_and_calls(check: Check) -> None:
    assert covers(check, CONTEXT) == {
        "get_post/2": [("PostRepository", "delegate", "fetch/2")],
        "publish/2": [("PostRepository", "called by the context", "save/1")],
        "list_posts/1": [("Feed", "calls", ""), ("PostRepository", "implements", "")],
        "lost/0": [],
    }


def test_a_cover_says_where_the_design_has_the_function(check: Check) -> None:
    delegated = check(DESIGNS, more=CONTEXT).coverage[0]
    assert delegated.line == 5
    assert delegated.covers[0].path == "docs/spec/my_app/blog/post_repository.spec.md"
    assert delegated.covers[0].line == 5


@pytest.mark.parametrize("more", ["", "It is about posts.", "- `list_posts/1` may be slow"])
def test_a_document_may_state_no_functions(check: Check, more: str) -> None:
    assert covers(check, more) == {}


def test_another_number_of_arguments_is_another_function(check: Check) -> None:
    assert covers(check, "## Functions\n\n### list_posts/3\n") == {"list_posts/3": []}


def test_the_functions_of_real_contexts_are_those_that_their_documents_state(
    shared_data: Path,
) -> None:
    found = {each.context.module: each.check().coverage for each in real(shared_data)}
    counts = {
        module: (len(functions), sum(not each.covers for each in functions))
        for module, functions in found.items()
    }
    assert counts == {"CodeMySpec.Integrations": (8, 5), "CodeMySpec.Sessions": (21, 10)}
