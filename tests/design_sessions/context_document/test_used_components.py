"""Dependencies that sentences name, in entries and around them; what is doubtful is noted."""

from __future__ import annotations

import pytest

from tests.design_sessions.context_document.test_guesses import notes, read, uses

LIST = "- Post (schema)\n- Tag (schema)\n- Feed (task): gathers\n"


@pytest.mark.parametrize(
    "item",
    [
        "- Feed (task): gathers posts, uses Post and the Tag\n",
        "- Feed - task, talks to the Post and reads from Tag\n",
        "- Feed (task): gathers\n\n  It uses Post.\n\n  It calls Tag.\n",
        "- Feed (task) \u2192 Post, Tag\n",
        "- Feed (task) -> Post and Tag\n",
        "- Feed (task): gathers\n\nFeed uses Post and Tag.\n",
        "- Feed (task): gathers\n\n- Feed uses Post\n- The Feed is built on Tag\n",
        "- Feed (task): gathers\n- Feed -> Post, Tag\n",
        "- Feed (task): gathers\n\nPost is used by Feed. Tag is required by the Feed.\n",
    ],
)
def test_what_a_component_of_a_list_uses_is_read_wherever_it_stands(item: str) -> None:
    found = read(f"- Post (schema)\n- Tag (schema)\n{item}")
    assert uses(found) == {"Feed": ["Post", "Tag"], "Post": [], "Tag": []}
    assert notes(found) == []


@pytest.mark.parametrize(
    "said",
    [
        "**Description:** Gathers.\n\nIt uses the Post.\n",
        "Gathers.\n\n#### Notes\n\nIt uses the Post.\n",
        "Gathers\n\nIt uses the Post\n",
        "Gathers and never calls Tag.\nDepends on the Post module.\n",
        "Gathers; Tag is used by nobody. The task is based on Post.\n",
    ],
)
def test_what_a_component_of_a_heading_uses_is_read_in_all_its_text(said: str) -> None:
    found = read(f"### Post (schema)\n\n### Tag (schema)\n\n### Feed (task)\n\n{said}")
    assert uses(found) == {"Feed": ["Post"], "Post": [], "Tag": []}
    assert notes(found) == []


def test_a_sentence_about_all_of_a_list_is_one_about_each() -> None:
    found = read(f"{LIST}\nAll of them use Tag.\n")
    assert uses(found) == {"Feed": ["Tag"], "Post": ["Tag"], "Tag": []}
    ((line, said),) = notes(read(f"{LIST}\nAll of them use Repo.\n"))
    assert line == 9
    assert said.startswith('All components are said to use "Repo", which is no component')


@pytest.mark.parametrize(
    "item",
    [
        "- `Post`, `Tag`: schemas. They use Feed.\n",
        "- `Post`, `Tag`: schemas. Both use Feed and each other.\n",
        "- Post (schema), Tag (schema); all use Feed.\n",
        "- Post (schema) and Tag (schema) use Feed.\n",
    ],
)
def test_what_is_said_of_all_that_one_line_lists_is_said_of_each(item: str) -> None:
    found = read(f"{item}- Feed (task)\n")
    assert uses(found) == {"Feed": [], "Post": ["Feed"], "Tag": ["Feed"]}
    assert notes(found) == []


@pytest.mark.parametrize("said", ["It uses Post.", "Both use Post.", "Uses Post as well."])
def test_a_sentence_below_a_list_that_could_be_about_any_is_noted(said: str) -> None:
    found = read(f"{LIST}\n{said}\n")
    assert uses(found) == {"Feed": [], "Post": [], "Tag": []}
    assert notes(found) == [
        (
            9,
            "Which component uses Post cannot be told from this sentence: write "
            "`Dependencies: Post` if it does.",
        )
    ]


def test_a_doubtful_sentence_about_a_component_is_noted() -> None:
    found = read(f"{LIST}- Mail (task): sends to a client, which uses Post\n")
    assert uses(found)["Mail"] == []
    ((line, said),) = notes(found)
    assert line == 8
    assert said.startswith("Whether Mail uses Post cannot be told from this sentence")


@pytest.mark.parametrize(
    "intro", ["It uses Post.", "This context uses Post.", "Everything here uses Post."]
)
def test_a_sentence_before_a_list_is_about_the_context(intro: str) -> None:
    found = read(f"{intro}\n\n{LIST}")
    assert set(map(tuple, uses(found).values())) == {()}
    assert notes(found) == []


def test_what_an_arrow_points_to_and_is_no_component_is_noted() -> None:
    found = read("- Post (schema)\n- State -> Done\n- Jobs -> MyApp.Users\n")
    assert uses(found) == {"Jobs": ["MyApp.Users"], "Post": [], "State": []}
    ((line, said),) = notes(found)
    assert (line, said.partition(",")[0]) == (6, 'State is said to use "Done"')


def test_names_of_products_and_libraries_are_no_components() -> None:
    found = read(
        "- Post (schema)\n- Feed (task): uses Google Ads API, calls Oban and `Ecto.Repo`\n"
    )
    assert notes(found) == []


def test_what_no_list_has_and_uses_a_component_is_noted() -> None:
    ((line, said),) = notes(read(f"{LIST}\nSync uses Post.\n"))
    assert (line, said) == (9, "Sync is said to use Post and is not listed as a component.")
    found = read("### Post (schema)\n\n### Web\n\nPostLive uses Post. Phoenix uses Post.\n")
    assert [said.split()[0] for _, said in notes(found)] == ["PostLive"]


def test_the_last_part_of_a_name_is_enough_where_it_is_the_only_one() -> None:
    found = read("- Channels.Email (task)\n- Digest (task): uses Email\n")
    assert uses(found)["Digest"] == ["Channels.Email"]


def test_a_sentence_in_a_line_of_its_own_needs_no_full_stop_before_it() -> None:
    found = read("### Post (schema)\n\n### Feed (task)\n\nGathers posts\nIt uses Post\n")
    assert uses(found)["Feed"] == ["Post"]


def test_what_stands_behind_a_type_in_its_parentheses_is_read() -> None:
    found = read("- Post (schema)\n- Feed (task, uses Post)\n")
    assert uses(found)["Feed"] == ["Post"]


@pytest.mark.parametrize("section", ["Relations", "Component Dependencies", "Dependencies"])
def test_a_section_of_relations_says_what_components_use(section: str) -> None:
    found = read(f"{LIST}\n## {section}\n\n- Feed -> Post, Tag\n- MyApp.Users\n\nTag uses Post.\n")
    assert uses(found) == {"Feed": ["Post", "Tag"], "Post": [], "Tag": ["Post"]}
    assert found.dependencies == (
        ["MyApp.Users", "MyApp.Blog.Post"] if section == "Dependencies" else []
    )
    assert notes(found) == []


def test_steps_name_components_and_nothing_else_is_said_of_them() -> None:
    found = read(
        "### Post (schema)\n\n### Feed (task)\n\nGathers.\n\n1. Use Post to list\n"
        "2. Call `Mapper.map/1`\n3. Query Builders\n"
    )
    assert uses(found)["Feed"] == ["Post"]
    assert notes(found) == []
