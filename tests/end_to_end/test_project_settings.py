"""What a project says in its own file holds in the prompts, the designs and the limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from design_sessions.rules import Rule
from tests.end_to_end.conftest import ProductMaker
from tests.support.product import Product
from tests.support.repositories import CONTEXT, context_document, make_repository

SETTINGS = """\
[project]
name = "Shop Front"
description = "A web shop with a blog."

[documents]
layout = "notes/designs"
rules = "guidelines"

[models]
design = "claude-haiku-5-5"
effort = "low"

[types]
Process = "genserver"

[definitions.schema]
require = ["Associations"]

[definitions.mcp_tool]
[[definitions.mcp_tool.sections]]
name = "Tool Arguments"
description = "A table of the arguments with their types."
"""
CONTEXT_PATH = "notes/designs/shop/blog.md"
POST_WITHOUT_ASSOCIATIONS = """\
# Shop.Blog.Post

## Purpose

What is written.

## Fields

| Field | Type |
| ----- | ---- |
| title | string |
"""


def files(settings: str = SETTINGS) -> dict[str, str]:
    return {
        CONTEXT_PATH: context_document(
            {"Post": "schema", "Search": "MCP Tool", "Cache": "Process"}, title=CONTEXT
        ),
        "notes/designs/shop/blog/post.md": POST_WITHOUT_ASSOCIATIONS,
        "context-design.toml": settings,
        "guidelines/keys.md": '---\ncomponent_type: "schema"\n---\nName every key.\n',
        "guidelines/mailbox.md": '---\ncomponent_type: "genserver"\n---\nBound every mailbox.\n',
        "guidelines/tools.md": '---\ncomponent_type: "mcp_tool"\n---\nName every argument.\n',
        "guidelines/typing.md": '---\ncomponent_type: "shema"\n---\nReaches nobody.\n',
        "executive_summary.md": "# The shop\n",
        "docs/user_stories.md": "# Stories\n",
    }


def prompt(product: Product, record: str | None) -> tuple[str, str]:
    """System and opening of a session's first conversation."""
    conversation = product.services.store.conversations.latest(product.scope, record)
    assert conversation is not None

    def text(blocks: list[dict[str, Any]]) -> str:
        return "\n".join(block.get("text", "") for block in blocks)

    return text(conversation.system), text(conversation.opening)


async def test_a_projects_own_settings_hold_for_the_whole_session(
    make_product: ProductMaker, tmp_path: Path
) -> None:
    repository = make_repository(tmp_path / "own", files())
    async with make_product(of=repository) as (product, _):
        product.services.store.kept_rules.put_of_account(
            product.scope,
            [Rule(path="house.md", name="house", content="Be plain.", source="account")],
        )
        verdict = await product.start()
        assert verdict.accepted, verdict.error
        (note,) = [each for each in verdict.notes if each.startswith("guidelines/")]
        assert note.startswith('guidelines/typing.md:2: The component_type "shema" is not a known')
        view = await product.until_complete()

        # The valid design by the built-in definition is revised, since the project asks for more.
        assert {c.name: (c.type, c.state) for c in view.components} == {
            "Post": ("schema", "complete"),
            "Search": ("other", "complete"),
            "Cache": ("genserver", "complete"),
        }
        assert "## Associations" in repository.read("notes/designs/shop/blog/post.md")
        search = repository.read("notes/designs/shop/blog/search.md")
        assert "## Tool Arguments" in search
        assert "## Purpose" not in search
        assert (view.agent.model, view.agent.effort) == ("claude-haiku-5-5", "low")

        records = {c.name: c.session_id for c in view.components}
        system, opening = prompt(product, records["Post"])
        assert "`## Associations` (required)" in system
        assert "Name every key." in system
        assert "Be plain." in system
        assert "Bound every mailbox." not in system
        assert "Project: Shop Front\nAbout the project: A web shop with a blog." in opening
        assert "- executive_summary.md\n- docs/user_stories.md" in opening
        assert "Bound every mailbox." in prompt(product, records["Cache"])[0]

        assert view.review is not None
        _, opening = prompt(product, view.review.session_id)
        assert "- docs/user_stories.md" in opening
        assert "acceptance criteria" in opening


async def test_an_order_wins_over_the_projects_settings(
    make_product: ProductMaker, tmp_path: Path
) -> None:
    repository = make_repository(tmp_path / "own", files())
    async with make_product(of=repository) as (product, _):
        verdict = await product.start(model="claude-sonnet-5-5", review=False)
        assert verdict.view is not None
        assert verdict.view.agent.model == "claude-sonnet-5-5"
        await product.until_complete()


async def test_settings_that_cannot_be_read_stop_a_session_before_anything_is_made(
    make_product: ProductMaker, tmp_path: Path
) -> None:
    repository = make_repository(tmp_path / "own", files("[models]\ndesing = 'x'\n"))
    async with make_product(of=repository) as (product, simulator):
        verdict = await product.start()
        assert not verdict.accepted
        assert "context-design.toml:2: " in (verdict.error or "")
        assert "did you mean design?" in (verdict.error or "")
        assert simulator.read_log() == []
    assert repository.git("branch", "--format=%(refname:short)", at=repository.origin) == "main"


async def test_a_design_of_another_type_than_the_context_lists_is_not_kept(
    make_product: ProductMaker, tmp_path: Path
) -> None:
    complete = POST_WITHOUT_ASSOCIATIONS.replace("## Purpose", "**Type**: repository\n\n## Purpose")
    own = files(settings='[documents]\nlayout = "notes/designs"\n')
    repository = make_repository(
        tmp_path / "own",
        own | {"notes/designs/shop/blog/post.md": complete},
    )
    async with make_product(of=repository) as (product, _):
        await product.start(review=False)
        await product.until_complete()
        assert product.component("Post").state == "complete"
        assert "**Type**: repository" not in repository.read("notes/designs/shop/blog/post.md")


async def test_a_design_that_the_project_finds_valid_is_kept(
    make_product: ProductMaker, tmp_path: Path
) -> None:
    own = files(settings='[documents]\nlayout = "notes/designs"\n')
    repository = make_repository(tmp_path / "own", own)
    async with make_product(of=repository) as (product, _):
        await product.start(review=False)
        await product.until_complete()
        assert product.component("Post").state == "kept"
