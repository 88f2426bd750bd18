"""``## LiveViews`` with ``### XLive.Y`` and bullets ``**Route:**``, ``**Description:**``."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from design_sessions.context_document.model import ContextDesign, FileReader
from design_sessions.context_document.reading import read_context

MakeFiles = Callable[[dict[str, str | bytes]], FileReader]
ReadBlog = Callable[..., ContextDesign]

LIVE_VIEWS = """\
# MyAppWeb.PostLive

## LiveViews

### PostLive.Index

- **Route:** `/posts`
- **Params:** page, sort
- **Description:** Lists posts.

### PostLive.Show

**Route:** `/posts/:id`
**Description:** One post.

## Components

### PostLive.FormComponent

A form.
"""


def test_live_views_lie_below_the_context_of_the_web_side(repository: MakeFiles) -> None:
    context = read_context(
        repository({"spec/my_app_web/post_live.spec.md": LIVE_VIEWS}), "MyAppWeb.PostLive"
    )
    assert (context.module, context.project_module) == ("MyAppWeb.PostLive", "MyApp")
    assert {c.module: c.design_path for c in context.components} == {
        "MyAppWeb.PostLive.Index": "spec/my_app_web/post_live/index.spec.md",
        "MyAppWeb.PostLive.Show": "spec/my_app_web/post_live/show.spec.md",
        "MyAppWeb.PostLive.FormComponent": "spec/my_app_web/post_live/form_component.spec.md",
    }


def test_routes_and_parameters_are_kept_as_details(repository: MakeFiles) -> None:
    files = repository({"spec/my_app_web/post_live.spec.md": LIVE_VIEWS})
    index, show = read_context(files, "MyAppWeb.PostLive").components[1:]
    assert (index.description, show.description) == ("Lists posts.", "One post.")
    assert index.details == "- **Route:** `/posts`\n- **Params:** page, sort"
    assert show.details == "- **Route:** `/posts/:id`"


def test_only_words_of_the_documents_declare_a_type(repository: MakeFiles) -> None:
    files = repository(
        {
            "spec/my_app_web/post_live.spec.md": LIVE_VIEWS,
            "spec/my_app_web/post_live/index.spec.md": "# X\n\n## Type\n\nliveview\n",
        }
    )
    index, show = read_context(files, "MyAppWeb.PostLive").components[1:]
    assert (index.declared_type, index.type) == ("liveview", "liveview")
    assert (show.declared_type, show.type) == (None, "other")


@pytest.mark.parametrize("project_module", [None, "MyApp"])
@pytest.mark.parametrize(
    "root", ["design/my_app_web", "design/my_app/my_app_web"], ids=["beside", "by-the-path-rule"]
)
def test_the_web_side_is_found_beside_the_project_and_below_it(
    repository: MakeFiles, root: str, project_module: str | None
) -> None:
    files = repository({f"{root}/post_live.md": LIVE_VIEWS})
    context = read_context(files, f"{root}/post_live.md", project_module=project_module)
    assert context.module == "MyAppWeb.PostLive"
    assert context.components[1].design_path == f"{root}/post_live/index.md"


@pytest.mark.parametrize(
    "entry", ["### PostLive.Index (`/posts`)\n\nLists.", "- **PostLive.Index** (`/posts`): Lists."]
)
def test_a_route_behind_the_name_is_no_type(read_blog: ReadBlog, entry: str) -> None:
    context = read_blog(f"# MyApp.Blog\n\n## LiveViews\n\n{entry}\n")
    (index,) = context.components
    assert (index.name, index.declared_type) == ("PostLive.Index", None)
    assert (index.details, index.description) == ("- **Route:** `/posts`", "Lists.")
    assert context.diagnostics == []


def test_live_components_are_read_beside_the_live_views(read_blog: ReadBlog) -> None:
    context = read_blog(
        "# Blog\n\n## LiveViews\n\n### PostLive.Index\n\n## LiveComponents\n\n### PostLive.Form\n"
    )
    assert {c.name for c in context.components} == {"PostLive.Index", "PostLive.Form"}
