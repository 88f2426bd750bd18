from __future__ import annotations

import pytest

from design_sessions.design_document.title import title_fits


@pytest.mark.parametrize(
    "title",
    [
        "MyApp.Blog.PostCache",
        "Blog.PostCache",
        "PostCache",
        "Post Cache",
        "postcache",
        "PostCache Component",
        "PostCache Design Document",
        "PostCache (GenServer)",
        "PostCache - keeps posts",
        "PostCache: keeps posts",
        "Component: PostCache",
        "Design for Blog.PostCache",
        "Component Design \u2013 PostCache",
    ],
)
def test_a_title_may_name_the_module_in_many_ways(title: str) -> None:
    assert title_fits(title, "MyApp.Blog.PostCache", "genserver")


@pytest.mark.parametrize(
    "title",
    [
        "Post",
        "MyApp.Shop.PostCache",
        "PostCacheRegistry",
        "PostCache Registry",
        "Blog",
        "Component Design",
        "The cache of posts",
        "",
    ],
)
def test_another_modules_title_does_not_fit(title: str) -> None:
    assert not title_fits(title, "MyApp.Blog.PostCache", "genserver")


def test_the_components_own_type_may_follow_its_name() -> None:
    assert title_fits("Post Repository", "MyApp.Blog.Post", "repository")
    assert not title_fits("Post Repository", "MyApp.Blog.Post", "other")
