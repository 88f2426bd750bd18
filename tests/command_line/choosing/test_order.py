from __future__ import annotations

from pathlib import Path

import pytest

from command_line.choosing.order import designs_on, order_for, planned_states, to_design
from design_sessions.errors import InputError
from design_sessions.session_order import ChosenLimits, Limits
from design_sessions.settings import Settings
from tests.support.git_server import TOKEN, serve_repositories
from tests.support.repositories import (
    CONTEXT_PATH,
    TestRepository,
    context_document,
    make_repository,
)

SETTINGS = """\
[project]
name = "Shop Front"
module = "Shop"

[limits]
max_turns = 5
max_cost = 3

[definitions.schema]
require = ["Associations"]
"""
POST = """\
# Shop.Blog.Post

## Purpose

What is written.

## Fields

| Field | Type |
| ----- | ---- |
| title | string |
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_directory=tmp_path / "data")


def shop(directory: Path, **more: str) -> TestRepository:
    document = context_document({"Post": "schema"})
    return make_repository(
        directory, {CONTEXT_PATH: document, "docs/design/shop/blog/post.md": POST, **more}
    )


def test_without_a_file_the_defaults_and_the_remotes_name_hold(
    settings: Settings, tmp_path: Path
) -> None:
    ordered = order_for(settings, str(shop(tmp_path).checkout), "Shop.Blog")

    assert ordered.order.limits == Limits()
    assert ordered.project == "shop"
    assert to_design(planned_states(ordered, designs_on(ordered, "none-yet"))) == 0


def test_an_option_wins_over_the_projects_file_and_that_over_the_default(
    settings: Settings, tmp_path: Path
) -> None:
    repository = shop(tmp_path, **{"context-design.toml": SETTINGS})

    ordered = order_for(
        settings, str(repository.checkout), "Blog", limits=ChosenLimits(max_cost="none")
    )

    assert ordered.order.limits == Limits(max_turns=5, max_cost=None)
    assert ordered.project == "Shop Front"
    assert ordered.order.context_module == "Shop.Blog"
    # Valid by the built-in definition, but not by the project's own.
    assert to_design(planned_states(ordered, designs_on(ordered, "none-yet"))) == 1


def test_a_design_that_disagrees_with_its_context_is_counted_as_a_worker_judges_it(
    settings: Settings, tmp_path: Path
) -> None:
    """Valid by itself, but the context lists another type."""
    of_another_type = POST.replace("## Purpose", "**Type**: genserver\n\n## Purpose")
    repository = shop(tmp_path, **{"docs/design/shop/blog/post.md": of_another_type})

    ordered = order_for(settings, str(repository.checkout), "Shop.Blog")

    assert to_design(planned_states(ordered, designs_on(ordered, "none-yet"))) == 1


def test_a_file_that_is_not_committed_stops_the_order(settings: Settings, tmp_path: Path) -> None:
    repository = shop(tmp_path)
    (repository.checkout / "context-design.toml").write_text(SETTINGS)

    with pytest.raises(InputError, match=r"context-design\.toml has changes .* Commit it"):
        order_for(settings, str(repository.checkout), "Shop.Blog")


def test_a_file_that_cannot_be_read_stops_the_order(settings: Settings, tmp_path: Path) -> None:
    repository = shop(tmp_path, **{"context-design.toml": "[limits]\nmax_trns = 3\n"})

    with pytest.raises(InputError, match=r"context-design\.toml:2: .*did you mean max_turns\?"):
        order_for(settings, str(repository.checkout), "Shop.Blog")


def test_a_layout_that_the_context_does_not_lie_in_stops_the_order(
    settings: Settings, tmp_path: Path
) -> None:
    wrong = '[documents]\nlayout = "nowhere"\n'
    repository = shop(tmp_path, **{"context-design.toml": wrong})

    with pytest.raises(InputError, match=rf'toml:2: .*"nowhere".* Shop\.Blog is {CONTEXT_PATH}'):
        order_for(settings, str(repository.checkout), "Shop.Blog")


def test_the_order_names_the_context_as_the_repository_does(
    settings: Settings, tmp_path: Path
) -> None:
    repository = shop(tmp_path)

    ordered = order_for(settings, str(repository.checkout), str(repository.checkout / CONTEXT_PATH))

    assert ordered.order.context == CONTEXT_PATH


def test_a_github_enterprise_server_gets_its_token_from_the_client_as_from_a_worker(
    tmp_path: Path,
) -> None:
    repository = shop(tmp_path)
    with serve_repositories(repository.origin.parent) as server:
        settings = Settings(
            data_directory=tmp_path / "data", github_token=TOKEN, github_base_url=server.address
        )
        url = f"{server.address}/{repository.origin.name}"

        ordered = order_for(settings, url, "Shop.Blog")

    assert ordered.order.repository == url
    assert set(server.passwords) == {f"x-access-token:{TOKEN}"}
