from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest


async def test_it_reads_the_context_before_it_submits(design_talk: Any) -> None:
    _, talk = design_talk()
    first = await talk.ask()
    reads = [block.input for block in first.content if block.type == "tool_use"]
    assert first.stop_reason == "tool_use"
    assert reads == [{"path": "docs/design/my_app/blog.md"}]


async def test_a_draft_has_the_module_as_title_and_every_section(design_talk: Any) -> None:
    _, talk = design_talk()
    call = await talk.until_submission()
    document = call.input["document"]
    headings = [line for line in document.splitlines() if line.startswith(("# ", "## "))]
    assert headings == ["# MyApp.Blog.Post", "## Purpose", "## Public API", "## Fields"]
    assert "Written by the simulator, not by a model" in document
    assert "Ecto schema of an article with title, slug, body and author." in document
    assert "it is said: Publishes articles of authors." in document


async def test_drafts_of_different_components_differ(design_talk: Any) -> None:
    _, schema = design_talk()
    _, repository = design_talk(module="MyApp.Blog.PostRepository", component_type="repository")
    one = (await schema.until_submission()).input["document"]
    other = (await repository.until_submission()).input["document"]
    assert "changeset" in one
    assert "list(Scope.t()) :: [Post.t()]" in other


async def test_dependencies_that_the_request_names_stand_in_the_draft(design_talk: Any) -> None:
    _, talk = design_talk()
    talk.system = "## Document definition\n\n- Dependencies (required): modules it calls\n"
    talk.messages[0]["content"] += "Dependencies: MyApp.Blog.Author, MyApp.Accounts\n"
    document = (await talk.until_submission()).input["document"]
    assert "- MyApp.Blog.Author\n- MyApp.Accounts" in document


async def test_components_that_the_description_names_are_dependencies(design_talk: Any) -> None:
    _, talk = design_talk()
    talk.system = "## Document definition\n\n- Dependencies (required): modules it calls\n"
    talk.messages[0]["content"] = (
        "Component: MyApp.Blog.Feed (other)\nDescription: Asks PostRepository.\n\n"
        "- PostRepository: MyApp.Blog.PostRepository (repository), docs/design/a.md\n"
        "- Comment: MyApp.Blog.Comment (schema), docs/design/b.md\n"
    )
    document = (await talk.until_submission()).input["document"]
    assert document.endswith("## Dependencies\n\n- MyApp.Blog.PostRepository\n")


async def test_the_same_request_is_answered_alike(design_talk: Any) -> None:
    drafts = []
    for _ in range(2):
        _, talk = design_talk(seed=7)
        drafts.append((await talk.until_submission()).input["document"])
    assert drafts[0] == drafts[1]


async def test_a_long_context_is_read_on(design_talk: Any) -> None:
    _, talk = design_talk()
    first = await talk.ask()
    talk.reply(
        {
            "type": "tool_result",
            "tool_use_id": first.content[-1].id,
            "content": "# Blog\n[Lines 2 to 9 are not shown. Continue with start_line=2.]",
        }
    )
    second = await talk.ask()
    assert second.content[-1].input == {"path": "docs/design/my_app/blog.md", "start_line": 2}


async def test_an_unreadable_context_does_not_stop_it(design_talk: Any) -> None:
    _, talk = design_talk()
    talk.files = {}
    call = await talk.until_submission()
    assert call.input["document"].startswith("# MyApp.Blog.Post\n")


async def test_guidance_stands_in_the_next_draft(design_talk: Any) -> None:
    _, talk = design_talk()
    call = await talk.until_submission()
    guidance = {"type": "text", "text": "Guidance from a person: Keep old slugs working."}
    talk.refuse(call, "Line 3: too thin", guidance)
    second = await talk.until_submission()
    assert "Keep old slugs working." in second.input["document"]


async def test_after_an_accepted_draft_it_ends(design_talk: Any) -> None:
    _, talk = design_talk()
    call = await talk.until_submission()
    talk.reply({"type": "tool_result", "tool_use_id": call.id, "content": "Accepted."})
    answer = await talk.ask()
    assert answer.stop_reason == "end_turn"


async def test_a_request_without_tools_is_told_what_answers(design_talk: Any) -> None:
    _, talk = design_talk()
    talk.tools = []
    answer = await talk.ask()
    assert "not a model" in answer.content[0].text


def _title(document: str) -> str:
    return document.splitlines()[0]


async def test_invalid_drafts_are_repaired_after_the_given_number(design_talk: Any) -> None:
    _, talk = design_talk(faults=[{"kind": "invalid", "times": 2, "component": "Post"}])
    drafts = []
    for _ in range(3):
        call = await talk.until_submission()
        drafts.append(call.input["document"])
        talk.refuse(call, "Line 1: something is wrong")
    assert "## Purpose" not in drafts[0]
    assert "TBD" in drafts[1]
    assert "## Purpose" in drafts[2]
    assert "TBD" not in drafts[2]


@pytest.mark.parametrize(("kind", "alike"), [("same_errors", True), ("never_valid", False)])
async def test_drafts_that_never_get_valid(design_talk: Any, kind: str, alike: bool) -> None:
    _, talk = design_talk(faults=[{"kind": kind, "problem": "wrong_title"}])
    drafts = []
    for _ in range(5):
        call = await talk.until_submission()
        drafts.append(call.input["document"])
        talk.refuse(call, "Line 1: something is wrong")
    pairs = list(pairwise(drafts))
    assert _title(drafts[0]) == "# Design Notes"
    assert all((one == other) == alike for one, other in pairs)


async def test_after_an_early_stop_a_nudge_makes_it_submit(design_talk: Any) -> None:
    _, talk = design_talk(faults=[{"kind": "early_stop"}])
    first = await talk.ask()
    talk.reply(*talk.results(first))
    stopped = await talk.ask()
    assert stopped.stop_reason == "end_turn"
    talk.reply({"type": "text", "text": "You ended without submitting."})
    assert (await talk.until_submission()).name == "submit_design"


async def test_no_submission_comes_although_asked(design_talk: Any) -> None:
    _, talk = design_talk(faults=[{"kind": "no_submission"}])
    first = await talk.ask()
    talk.reply(*talk.results(first))
    for _ in range(2):
        assert (await talk.ask()).stop_reason == "end_turn"
        talk.reply({"type": "text", "text": "You ended without submitting."})


async def test_endless_reading(design_talk: Any) -> None:
    _, talk = design_talk(faults=[{"kind": "endless_reading"}])
    for _ in range(4):
        answer = await talk.ask()
        assert answer.content[-1].name == "read_file"
        talk.reply(*talk.results(answer))


async def test_a_fault_ends_once_a_person_gave_guidance(design_talk: Any) -> None:
    _, talk = design_talk(faults=[{"kind": "same_errors", "until_guidance": True}])
    call = await talk.until_submission()
    talk.refuse(call, "Line 1: no Purpose", {"type": "text", "text": "Guidance: Say what for."})
    second = await talk.until_submission()
    assert "## Purpose" in second.input["document"]


async def test_a_draft_has_the_functions_that_the_context_calls_of_the_component(
    design_talk: Any,
) -> None:
    _, talk = design_talk(module="MyApp.Blog.PostRepository", component_type="repository")
    talk.files["docs/design/my_app/blog.md"] += (
        "\nIt lists posts with `PostRepository.latest?/2` and `PostRepository.list/1`, and "
        "`Other.PostRepository.drop/1` is another's.\n"
    )
    document = (await talk.until_submission()).input["document"]
    assert "@spec latest?(Scope.t(), term()) :: boolean()" in document
    assert document.count("### list/1") == 1
    assert "drop" not in document
