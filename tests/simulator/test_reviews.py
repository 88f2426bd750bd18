from __future__ import annotations

from typing import Any

POST = "docs/design/my_app/blog/post.md"
REPOSITORY = "docs/design/my_app/blog/post_repository.md"


async def test_every_design_is_read_before_the_review(review_talk: Any) -> None:
    _, talk = review_talk()
    first = await talk.ask()
    paths = [block.input["path"] for block in first.content if block.type == "tool_use"]
    assert paths == ["docs/design/my_app/blog.md", POST, REPOSITORY]


async def test_findings_follow_from_the_designs(review_talk: Any) -> None:
    _, talk = review_talk()
    call = await talk.until_submission()
    finding = call.input["findings"][0]
    assert finding["kind"] == "missing_dependency"
    assert set(finding["components"]) == {"Post", "PostRepository"}
    assert "not by a model" in call.input["summary"]


async def test_a_long_design_is_read_to_its_end(review_talk: Any) -> None:
    _, talk = review_talk()
    talk.files[POST] = (
        "# MyApp.Blog.Post\n[Lines 2 to 9 are not shown. Continue with start_line=2.]"
    )
    first = await talk.ask()
    talk.reply(*talk.results(first))
    second = await talk.ask()
    assert [b.input for b in second.content if b.type == "tool_use"] == [
        {"path": POST, "start_line": 2}
    ]


async def test_unread_designs_are_read_after_a_refusal(review_talk: Any) -> None:
    _, talk = review_talk(faults=[{"kind": "unread_submission", "review": True}])
    call = await talk.until_submission()
    talk.refuse(call, f"Not read to the end yet: {POST}, {REPOSITORY}.")
    answer = await talk.ask()
    paths = [block.input["path"] for block in answer.content if block.type == "tool_use"]
    assert {POST, REPOSITORY} <= set(paths)


async def test_unknown_components_are_left_out_after_a_refusal(review_talk: Any) -> None:
    _, talk = review_talk(faults=[{"kind": "unknown_components"}])
    call = await talk.until_submission()
    assert ["Unheard.Of"] in [finding["components"] for finding in call.input["findings"]]
    talk.refuse(call, "Unknown components: Unheard.Of. The components are: Post, PostRepository.")
    second = await talk.until_submission()
    named = {name for finding in second.input["findings"] for name in finding["components"]}
    assert named == {"Post", "PostRepository"}


async def test_a_design_fault_leaves_the_review_alone(review_talk: Any) -> None:
    _, talk = review_talk(faults=[{"kind": "no_submission", "component": "*"}])
    assert (await talk.until_submission()).name == "submit_review"


async def test_the_closing_turn_joins_the_findings_of_groups(review_talk: Any) -> None:
    _, talk = review_talk()
    talk.messages[0]["content"] = (
        "Join the reviews.\nDesign of the context: docs/design/my_app/blog.md\n\n"
        "- minor, integration, Post, PostRepository: They do not meet. Suggestion: Say where, see "
        f"{POST}.\n"
    )
    first = await talk.ask()
    assert [b.input["path"] for b in first.content if b.type == "tool_use"] == [
        "docs/design/my_app/blog.md"
    ]
    talk.reply(*talk.results(first))
    call = await talk.until_submission()
    (finding,) = call.input["findings"]
    assert finding["components"] == ["Post", "PostRepository"]
    assert finding["explanation"] == "They do not meet."


async def test_guidance_stands_in_the_summary(review_talk: Any) -> None:
    _, talk = review_talk()
    talk.messages[0]["content"] += "\nGuidance from a person: Look at the names."
    call = await talk.until_submission()
    assert "Look at the names." in call.input["summary"]
