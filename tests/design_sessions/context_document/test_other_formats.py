"""LiveViews, trees and lists, from small examples of each grammar."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from design_sessions.context_document import ContextDesign, FileReader, read_context

ReadBlog = Callable[..., ContextDesign]
MakeFiles = Callable[[dict[str, str | bytes]], FileReader]

TREE = """\
# MyApp.Blog

## Component Diagram

```
Blog Context
├── Post (Schema)
├── PostRepository (Repository)  # reads posts
│   └── PostQuery (Other)
└── Providers/
    ├── GitHub (GenServer)
    └── ???
```
"""


def test_the_branches_of_a_tree_are_components(read_blog: ReadBlog) -> None:
    context = read_blog(TREE)
    assert {c.name: c.declared_type for c in context.components} == {
        "Post": "Schema",
        "PostRepository": "Repository",
        "PostQuery": "Other",
        "Providers.GitHub": "GenServer",
    }
    assert [(d.line, "`Name (Kind)`" in d.message) for d in context.diagnostics] == [(12, True)]


def test_a_tree_only_completes_what_headings_list(read_blog: ReadBlog) -> None:
    context = read_blog(f"{TREE}\n## Components\n\n### Post\n\nA post.\n\n### Tag\n\nA tag.\n")
    assert [(c.name, c.type) for c in context.components] == [("Post", "schema"), ("Tag", "other")]


@pytest.mark.parametrize(
    "item",
    [
        "- Blog.Post (schema): a post",
        "- **Post** (schema) - a post",
        "- `MyApp.Blog.Post` (schema): a post",
        "1. Post (schema): a post\n   - its title\n   - its text",
    ],
)
def test_a_list_of_modules(read_blog: ReadBlog, item: str) -> None:
    (post,) = read_blog(f"# Blog\n\n## Components\n\n{item}\n").components
    assert (post.module, post.type, post.description) == ("MyApp.Blog.Post", "schema", "a post")


def test_live_views_keep_route_and_parameters(read_blog: ReadBlog) -> None:
    (view,) = read_blog(
        "# Blog\n\n## LiveViews\n\n### PostLive.Index\n\n- **Route:** `/posts`\n"
        "- **Params:** page\n- **Description:** Lists posts.\n"
    ).components
    assert (view.module, view.type) == ("MyApp.Blog.PostLive.Index", "liveview")
    assert view.description == "Lists posts."
    assert view.details == "- route: `/posts`\n\n- params: page"


def test_a_list_of_documents_gives_modules_by_their_paths(repository: MakeFiles) -> None:
    files = repository(
        {
            "docs/spec/my_app/blog.spec.md": "# MyApp.Blog\n\n## Components\n\n"
            "- ./blog/post.spec.md\n- [GitHub](./blog/providers/git_hub.spec.md): signs in\n"
            "- `blog/api.spec.md`\n- ./blog/design_review.md\n- ../../elsewhere/x.spec.md\n",
            "docs/spec/my_app/blog/api.spec.md": "# MyApp.Blog.API\n\n**Type**: registry\n",
        }
    )
    context = read_context(files, "MyApp.Blog")
    assert {c.module: c.design_path for c in context.components} == {
        "MyApp.Blog.Post": "docs/spec/my_app/blog/post.spec.md",
        "MyApp.Blog.Providers.GitHub": "docs/spec/my_app/blog/providers/git_hub.spec.md",
        "MyApp.Blog.API": "docs/spec/my_app/blog/api.spec.md",
    }
    assert {c.name: c.type for c in context.components}["API"] == "registry"
    assert [d.line for d in context.diagnostics] == [9]
