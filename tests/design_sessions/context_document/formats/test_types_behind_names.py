"""A type behind a name, in any format, and what is left of the text as the description."""

from __future__ import annotations

import pytest

from tests.design_sessions.context_document.test_guesses import notes, read, types, uses


@pytest.mark.parametrize(
    ("behind", "declared", "description"),
    [
        (": schema", "schema", ""),
        (" - genserver", "genserver", ""),
        (" \u2014 schema", "schema", ""),
        (", a schema", "schema", ""),
        (": schema, one per order", "schema", "one per order"),
        (" - schema: what is sold", "schema", "what is sold"),
        (" -- task: carts", "task", "carts"),
        (" - Ecto schema. Holds text.", "schema", "Holds text."),
        (" - schema of the shop", "schema", "schema of the shop"),
        (" - other: what is left", "other", "what is left"),
        (": a place", None, "a place"),
    ],
)
@pytest.mark.parametrize("form", ["### Post{}\n", "- Post{}\n", "- [Post](post.md){}\n"])
def test_a_type_behind_a_name_is_the_type_and_the_rest_describes(
    form: str, behind: str, declared: str | None, description: str
) -> None:
    found = read(form.format(behind))
    (post,) = found.components
    assert (post.declared_type, post.description) == (declared, description)
    assert notes(found) == []


def test_what_a_heading_says_behind_the_name_stands_before_its_text() -> None:
    (post,) = read("### Post: schema, one per order\n\nHolds lines.\n").components
    assert post.description == "one per order\n\nHolds lines."


def test_a_type_behind_the_name_of_a_part_makes_no_component() -> None:
    found = read(
        "### Post - schema\n\n#### Fields: schema\n\n- title\n\n#### Tag: schema\n\nA tag.\n"
    )
    assert types(found) == {"Post": "schema", "Tag": "schema"}


@pytest.mark.parametrize("form", ["- Post - schema\n- {}\n", "### Post - schema\n\n### {}\n"])
@pytest.mark.parametrize("words", ["cron thing", "a nightly job", "record", "oban worker"])
def test_a_few_words_that_are_no_type_are_noted_where_others_have_types(
    form: str, words: str
) -> None:
    ((_, said),) = notes(read(form.format(f"Feed - {words}")))
    assert said == f'"{words}" behind Feed is read as its description, not as a type.'


@pytest.mark.parametrize(
    "words", ["gathers posts", "keeps it small", "what is read", "The feed", "for all of them"]
)
def test_a_description_is_not_noted(words: str) -> None:
    assert notes(read(f"- Post - schema\n- Feed - {words}\n")) == []


def test_words_behind_names_of_a_nested_list_are_noted_too() -> None:
    found = read("- **Core**\n  - Post - schema\n  - Feed - cron thing\n")
    assert [line for line, _ in notes(found)] == [7]


def test_trees_tables_and_lines_of_text_have_types_behind_names_too() -> None:
    tree = "```\nBlog\n├── Post - schema: a post\n└── Feed -> Post # task\n```\n"
    table = (
        "| Component | What |\n|---|---|\n| Post | schema: a post |\n| Feed (task) | uses Post |\n"
    )
    lines = "**Post** - schema: a post\n\n**Feed** - task. It uses Post.\n"
    for text in (table, lines):
        found = read(text)
        assert types(found) == {"Post": "schema", "Feed": "task"}
        assert uses(found) == {"Post": [], "Feed": ["Post"]}
    drawn = read(tree)
    assert (types(drawn)["Post"], uses(drawn)["Feed"]) == ("schema", ["Post"])
    assert next(c for c in drawn.components if c.name == "Post").description == "a post"


def test_a_sentence_behind_a_line_with_the_type_is_text() -> None:
    found = read("### Post (schema)\n\n### Mail\n\nType: task. Sends mails. Uses Post.\n")
    assert types(found) == {"Post": "schema", "Mail": "task"}
    assert uses(found)["Mail"] == ["Post"]
    mail = next(each for each in found.components if each.name == "Mail")
    assert mail.description == "Sends mails. Uses Post."


@pytest.mark.parametrize("mark", ["\u2699\ufe0f", "\U0001f4e6", "\u2705"])
def test_symbols_before_a_name_in_a_heading_are_taken_off(mark: str) -> None:
    assert types(read(f"### {mark} Post: `schema`\n")) == {"Post": "schema"}


def test_a_stroke_stands_between_components_of_one_item() -> None:
    assert types(read("- Sweep (task) / Purge (task)\n")) == {"Sweep": "task", "Purge": "task"}


@pytest.mark.parametrize(
    "listed",
    [
        "### Core Schemas\n\n- Post\n- Tag: a label\n",
        "### Schemas\n\n#### Post\n\nWritten.\n\n#### Tag\n\nA label.\n",
        "- Schemas\n  - Post\n  - Tag: a label\n- Feed (task)\n",
    ],
)
def test_a_group_of_a_type_gives_it_to_what_has_none(listed: str) -> None:
    found = types(read(listed))
    assert (found["Post"], found["Tag"]) == ("schema", "schema")


@pytest.mark.parametrize("form", ["- Post ({})\n", "### Post ({})\n", "- Post [{}]: it\n"])
def test_a_priority_may_stand_beside_the_type(form: str) -> None:
    (post,) = read(form.format("Ecto schema, priority 5")).components
    assert (post.declared_type, post.priority) == ("Ecto schema", 5)
    (post,) = read(form.format("priority: 2")).components
    assert (post.declared_type, post.priority) == (None, 2)


@pytest.mark.parametrize("words", ["controller", "Phoenix channel"])
def test_a_word_or_two_behind_the_name_of_a_heading_are_noted(words: str) -> None:
    assert notes(read(f"### Post : {words}\n\nShows it.\n")) == [
        (5, f'"{words}" behind Post is read as its description, not as a type.')
    ]


def test_a_heading_of_an_unknown_type_below_a_component_is_noted() -> None:
    found = read(
        "### Feed (task)\n\n#### Audit (wide grammar)\n\nNeeds Post.\n\n### Post (schema)\n"
    )
    assert types(found) == {"Feed": "task", "Post": "schema"}
    assert notes(found) == [
        (
            7,
            'The heading "Audit (wide grammar)" is read as part of "Feed (task)": give it a known '
            "type if it is a component.",
        )
    ]


@pytest.mark.parametrize(
    "feed",
    [
        "- Feed (task). Depends on: Cache; Gate / Price\n",
        "- Feed (task)\n  - **Depends on:** Cache / Gate / Price\n",
        "- Feed (task)\n  - **Uses**: Cache + Gate; Price\n",
        "- Feed (task) uses Cache / Gate + Price.\n",
    ],
)
def test_names_between_other_marks_than_commas_are_read(feed: str) -> None:
    found = read(f"- Cache (task)\n- Gate (task)\n- Price (task)\n{feed}")
    assert uses(found)["Feed"] == ["Cache", "Gate", "Price"]


@pytest.mark.parametrize(
    "listed",
    [
        "1. Counter (genserver): counts\n2. Labels: prints\n3. Planner (night job)\n",
        "| name | type |\n|---|---|\n"
        "| Counter | genserver |\n| Labels | |\n| Planner | night job |\n",
    ],
)
def test_a_heading_of_any_words_over_a_list_with_types_loses_nothing(listed: str) -> None:
    found = read(f"### Things that run\n\n{listed}\n### Store (repository)\n")
    assert types(found) == {
        "Counter": "genserver",
        "Labels": None,
        "Planner": "night job",
        "Store": "repository",
    }


def test_of_a_list_that_says_other_things_too_what_is_not_read_is_noted() -> None:
    items = "- Counter (genserver)\n- Planner (night job)\n- Labels: prints\n- keeps it small\n"
    found = read(f"### Things that run\n\n{items}\n### Store (repository)\n")
    assert types(found).keys() == {"Counter", "Store"}
    assert [(line, " ".join(said.split()[:4])) for line, said in notes(found)] == [
        (8, "MyApp.Blog.Planner is left out:"),
        (9, "MyApp.Blog.Labels is left out:"),
        (10, 'The item "keeps it'),
    ]


def test_dependencies_in_the_middle_of_a_text_are_read() -> None:
    found = read(
        "- Feed: task (depends on Tag)\n- Tag (schema). A label. Dependencies: Post, Box.\n"
        "- Post (schema)\n- Box (schema)\n"
    )
    assert (types(found)["Feed"], uses(found)["Feed"]) == ("task", ["Tag"])
    assert uses(found)["Tag"] == ["Post", "Box"]
