"""Whatever the parser guesses or leaves out is read as people mean it, or noted with its line."""

from __future__ import annotations

import pytest

from design_sessions.context_document.model import ContextDesign
from design_sessions.context_document.reading import read_context
from tests.support.memory_snapshot import MemorySnapshot

PATH = "docs/design/my_app/blog.md"
POST = "### Post (schema)\n\nA post.\n\n"
BILLING = "### Billing (task)\n\nBills.\n\n"


def read(components: str) -> ContextDesign:
    text = f"# MyApp.Blog\n\n## Components\n\n{components}"
    return read_context(MemorySnapshot({PATH: text}), PATH)


def types(found: ContextDesign) -> dict[str, str | None]:
    return {each.name: each.declared_type for each in found.components}


def uses(found: ContextDesign) -> dict[str, list[str]]:
    return {
        each.name: [name.removeprefix("MyApp.Blog.") for name in each.dependencies]
        for each in found.components
    }


def notes(found: ContextDesign) -> list[tuple[int, str]]:
    return [(each.line, each.message) for each in found.diagnostics]


@pytest.mark.parametrize(
    "item",
    [
        "- {} - {}",
        "- {}: {}",
        "- **{}** - {}, one for each",
        "1. {} [{}]: text",
        "1) {} ({}) text",
        "2. **{}** {{{}}} - text",
        "- {} \u2014 {} that says more",
    ],
)
def test_a_type_stands_behind_the_name_in_any_way(item: str) -> None:
    text = f"{item.format('Post', 'schema')}\n{item.format('Feed', 'genserver')}\n"
    assert types(read(text)) == {"Post": "schema", "Feed": "genserver"}


def test_a_type_alone_is_no_description() -> None:
    assert [each.description for each in read("- Post - schema\n").components] == [""]


def test_a_word_behind_a_name_that_is_no_type_is_noted() -> None:
    found = read("- Post - record\n- Feed - genserver\n")
    assert types(found) == {"Post": None, "Feed": "genserver"}
    assert notes(found) == [(5, '"record" behind Post is read as its description, not as a type.')]


@pytest.mark.parametrize("heading", ["Storage", "Things we keep", "Schemas", "The Kept Things"])
@pytest.mark.parametrize("prose", ["", "What is kept.\n\n"])
def test_any_heading_over_a_list_of_components_is_a_group(heading: str, prose: str) -> None:
    found = read(f"### {heading}\n\n{prose}- Post - schema\n- Tag - schema\n")
    assert types(found) == {"Post": "schema", "Tag": "schema"}
    is_guess = heading == "Storage" or heading == "The Kept Things"
    assert [line for line, _ in notes(found)] == ([5] if is_guess else [])


def test_a_list_that_is_read_as_part_of_a_component_is_noted() -> None:
    assert notes(read("### Storage\n\n- Post - schema\n- keeps it small\n")) == [
        (
            7,
            'The item "Post - schema" is read as part of "Storage": give it a heading of its own '
            "if it is a component.",
        )
    ]
    ((line, said),) = notes(read("### Storage\n\n- Post\n- Tag\n"))
    assert line == 5
    assert said.startswith('The list of names below "Storage" is read as part of it')
    assert notes(read("### Storage\n\n- Type: GenServer\n- Dependencies: Billing\n")) == []


@pytest.mark.parametrize(
    "said",
    [
        "### Feed (task)\n\nGathers.\nIt uses Post and Billing.\n",
        "### Feed (task)\n\nGathers posts. Uses Post\nand `Billing` for the rest.\n",
        "### Feed (task)\n\nGathers. Depends on Post\nand Billing.\n",
        "### Feed (task)\n\nGathers.\n\n- It uses Post.\n- Feed also calls Blog.Billing\n",
        "### Feed (task)\n\nThis task requires MyApp.Blog.Post; it needs Billing.\n",
    ],
)
def test_sentences_name_dependencies_where_these_are_components(said: str) -> None:
    found = read(f"{POST}{BILLING}{said}")
    assert sorted(uses(found)["Feed"]) in (["Billing", "Post"], ["Post"])
    assert uses(found)["Feed"][0] == "Post"
    assert uses(found)["Post"] == []


@pytest.mark.parametrize(
    "item",
    [
        "- Feed (task): gathers. Uses Post and Billing.\n",
        "- Feed (task): gathers.\n  It uses Post\n  and Billing.\n",
        "- Feed (task): gathers\n  - It uses Post and Billing\n",
    ],
)
def test_sentences_below_an_item_name_dependencies_too(item: str) -> None:
    found = read(f"- Post (schema)\n- Billing (task)\n{item}")
    assert uses(found)["Feed"] == ["Post", "Billing"]
    assert notes(found) == []


def test_what_a_sentence_names_and_is_no_component_is_noted() -> None:
    found = read(f"{POST}### Feed (task)\n\nGathers.\nIt uses Post, Ecto and Billing.\n")
    assert uses(found)["Feed"] == ["Post"]
    ((line, said),) = notes(found)
    assert line == 12
    assert said.startswith('Feed is said to use "Billing", which is no component of the context')


def test_a_plural_that_may_be_a_component_is_noted() -> None:
    found = read(
        f"{POST}### Feed (task)\n\nIt uses Posts.\n\n### Tag (schema)\n\nDepends on Posts.\n"
    )
    assert notes(found) == [
        (
            11,
            'Feed is said to use "Posts", which is no component of the context: write Post if '
            "that is meant.",
        ),
        (
            15,
            'The dependency "Posts" of Tag is read as another context: write Post if the '
            "component is meant.",
        ),
    ]


@pytest.mark.parametrize("item", ["- Users and Posts\n", "- Users and Posts (schemas)\n"])
def test_a_plural_list_is_noted(item: str) -> None:
    ((line, said),) = notes(read(f"- Feed (task)\n{item}"))
    assert line == 6
    assert "Users and Posts" in said


@pytest.mark.parametrize("others", ["uses Post", "Tag uses Post", "is used by Post", "calls it"])
def test_sentences_about_others_name_no_dependency(others: str) -> None:
    found = read(f"{POST}### Feed (task)\n\nGathers. Another {others}.\n")
    assert uses(found)["Feed"] == []


def test_names_in_the_text_around_a_list_are_noted() -> None:
    found = read("We have Post, Tag and the AuditLog.\n\n- Post (schema)\n\nA ChangeLog is kept.\n")
    assert types(found) == {"Post": "schema"}
    assert [(line, said.partition(" was")[0]) for line, said in notes(found)] == [
        (5, 'This line about "Tag", "AuditLog"'),
        (9, 'This line about "ChangeLog"'),
    ]
