from __future__ import annotations

import pytest

from design_sessions.context_document.lines.names import NamedText, read_named
from design_sessions.context_document.resolution import resolve
from tests.support.cost import assert_grows_in_proportion


@pytest.mark.parametrize(
    ("name", "context", "module"),
    [
        ("MyApp.Content.Tag", "MyApp.Content", "MyApp.Content.Tag"),
        ("Content.Tag", "MyApp.Content", "MyApp.Content.Tag"),
        ("Tag", "MyApp.Content", "MyApp.Content.Tag"),
        ("Content", "MyApp.Content", "MyApp.Content.Content"),
        ("Content.Tag", "MyApp.Admin.Content", "MyApp.Admin.Content.Tag"),
        ("Admin.Content.Tag", "MyApp.Admin.Content", "MyApp.Admin.Content.Tag"),
        ("Providers.GitHub", "MyApp.Content", "MyApp.Content.Providers.GitHub"),
        ("MyApp.Users.User", "MyApp.Content", "MyApp.Users.User"),
        ("MyAppWeb.TagLive", "MyApp.Content", "MyAppWeb.TagLive"),
        ("TagLive.Index", "MyAppWeb.TagLive", "MyAppWeb.TagLive.Index"),
    ],
)
def test_a_name_is_absolute_relative_or_bare(name: str, context: str, module: str) -> None:
    assert resolve(name, context, "MyApp") == module


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Post", NamedText("Post")),
        ("Blog.Post (Schema): a post", NamedText("Blog.Post", "Schema", "a post")),
        ("Post \u2014 a post", NamedText("Post", None, "a post")),
        ("Post - a post", NamedText("Post", None, "a post")),
        ("2) Post ()", NamedText("Post")),
        ("Post Repository", None),
        ("post", None),
        ("Post.t()", None),
        ("", None),
    ],
)
def test_a_line_that_begins_with_a_name(text: str, named: NamedText | None) -> None:
    assert read_named(text) == named


@pytest.mark.parametrize("piece", [" ", "-", "("])
def test_reading_a_name_takes_time_in_proportion_to_the_line(piece: str) -> None:
    assert_grows_in_proportion(read_named, lambda times: f"A{piece * times}x", 400_000)
