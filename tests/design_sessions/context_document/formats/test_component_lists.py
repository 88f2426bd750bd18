"""Lists of modules and of documents, flat and nested."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from design_sessions.context_document.model import ContextDesign, FileReader
from design_sessions.context_document.reading import read_context

ReadBlog = Callable[..., ContextDesign]
MakeFiles = Callable[[dict[str, str | bytes]], FileReader]


def listed(*items: str) -> str:
    return "# MyApp.Blog\n\n## Components\n\n" + "\n".join(items) + "\n"


@pytest.mark.parametrize(
    "item",
    [
        "- Blog.Post (schema): a post",
        "- **Post** (schema) - a post",
        "- `MyApp.Blog.Post` (schema): a post",
        "- [Post](https://example.org/post) (schema) \u2014 a post",
        "- [x] Post (schema): a post",
        "* Post schema: a post",
        "1. Post (schema): a post\n   - its title\n   - its text",
        "- Post: a post\n  - **Type**: schema",
        "- **Post** (schema)\n  a post",
    ],
)
def test_an_item_names_a_component_with_type_and_description(
    read_blog: ReadBlog, item: str
) -> None:
    context = read_blog(listed(item))
    (post,) = context.components
    assert (post.module, post.type, post.description) == ("MyApp.Blog.Post", "schema", "a post")
    assert context.diagnostics == []


def test_a_long_description_is_kept_whole(read_blog: ReadBlog) -> None:
    text = "word " * 300
    (post,) = read_blog(listed(f"- **Post** (schema): {text}end")).components
    assert (post.name, post.type) == ("Post", "schema")
    assert post.description.endswith("word end")


def test_items_below_an_item_are_its_fields_and_details(read_blog: ReadBlog) -> None:
    post, tag = read_blog(
        listed(
            "- Post (schema)",
            "  - Description: A post.",
            "  - Dependencies: Tag, `MyApp.Users`",
            "  - shown newest first",
            "- Tag",
        )
    ).components
    assert (post.description, post.details) == ("A post.", "- shown newest first")
    assert post.dependencies == [tag.module, "MyApp.Users"]


def test_groups_gather_and_namespaces_go_before_names(read_blog: ReadBlog) -> None:
    context = read_blog(
        listed(
            "- Schemas:",
            "  - Post",
            "  - Tag: a label",
            "- **Background jobs**",
            "  - Feed (genserver)",
            "    - Feed.State (schema)",
            "- Providers",
            "  - GitHub: signs in",
        )
    )
    names = {c.name for c in context.components}
    assert names == {"Post", "Tag", "Feed", "Feed.State", "Providers.GitHub"}


def test_an_item_that_names_no_module_is_reported(read_blog: ReadBlog) -> None:
    context = read_blog(listed("- Post", "- validates things", "- None", "- create_post/2"))
    assert [c.name for c in context.components] == ["Post"]
    assert [d.line for d in context.diagnostics] == [6]
    assert "a module such as `Post (schema): a post`" in context.diagnostics[0].message


def test_the_context_itself_may_be_listed(read_blog: ReadBlog) -> None:
    context = read_blog(listed("- MyApp.Blog (context): public API", "- Blog (context)", "- Post"))
    assert [c.name for c in context.components] == ["Post"]
    assert context.diagnostics == []


@pytest.mark.parametrize(
    ("item", "module"),
    [
        ("- ./blog/post.spec.md", "MyApp.Blog.Post"),
        ("- blog/post.spec.md", "MyApp.Blog.Post"),
        ("- post.spec.md", "MyApp.Blog.Post"),
        ("- `my_app/blog/post.spec.md`", "MyApp.Blog.Post"),
        ("- spec/my_app/blog/post.spec.md", "MyApp.Blog.Post"),
        ("- docs/spec/my_app/blog/post.spec.md", "MyApp.Blog.Post"),
        ("- **[Post](./blog/post.spec.md)**: a post", "MyApp.Blog.Post"),
        ("- [ ] ./blog/providers/git_hub.spec.md", "MyApp.Blog.Providers.GitHub"),
        ("- ./blog/step_2.spec.md", "MyApp.Blog.Step_2"),
        ("- ../my_app/users/user.spec.md", "MyApp.Users.User"),
        ("- lib/my_app/blog/post.ex", "MyApp.Blog.Post"),
    ],
)
def test_a_path_names_the_module_whose_document_it_is(
    repository: MakeFiles, item: str, module: str
) -> None:
    files = repository({"spec/my_app/blog.spec.md": listed(item)})
    (component,) = read_context(files, "MyApp.Blog").components
    assert component.module == module


def test_listed_documents_keep_their_paths_and_say_how_modules_are_spelled(
    repository: MakeFiles,
) -> None:
    files = repository(
        {
            "docs/spec/my_app/blog.spec.md": listed(
                "- ./blog/post.spec.md (schema): a post",
                "- ./blog/api.spec.md",
                "- ./blog/design_review.md",
                "- ../../elsewhere/x.spec.md",
            ),
            "docs/spec/my_app/blog/api.spec.md": "# MyApp.Blog.API\n\n**Type**: registry\n",
        }
    )
    context = read_context(files, "MyApp.Blog")
    assert [(c.module, c.type, c.design_path) for c in context.components] == [
        ("MyApp.Blog.API", "registry", "docs/spec/my_app/blog/api.spec.md"),
        ("MyApp.Blog.Post", "schema", "docs/spec/my_app/blog/post.spec.md"),
    ]
    assert [d.line for d in context.diagnostics] == [8]
    assert "below this one's layout" in context.diagnostics[0].message


@pytest.mark.parametrize(
    ("item", "module"),
    [
        ("- [URLParser](./blog/url_parser.spec.md)", "MyApp.Blog.URLParser"),
        ("- **URLParser** (`./blog/url_parser.spec.md`): reads", "MyApp.Blog.URLParser"),
        ("- ./blog/url_parser.spec.md (URLParser)", "MyApp.Blog.URLParser"),
        ("- [the parser](./blog/url_parser.spec.md)", "MyApp.Blog.UrlParser"),
        ("- [URLReader](./blog/url_parser.spec.md)", "MyApp.Blog.UrlParser"),
        ("- ./blog/ftp_client.spec.md", "MyApp.Blog.FTPClient"),
    ],
)
def test_the_name_beside_a_path_spells_the_module(
    repository: MakeFiles, item: str, module: str
) -> None:
    text = listed(item, "", "## Dependencies", "", "- FTPClient")
    files = repository({"docs/spec/my_app/blog.spec.md": text})
    (component,) = read_context(files, "MyApp.Blog").components
    assert (component.module, component.declared_type) == (module, None)


@pytest.mark.parametrize(
    "item",
    [
        "- Post (schema), Tag (schema)",
        "- Post, Tag: schemas",
        "- **Post** and `Tag`: schemas of the blog",
        "- Blog.Post, Blog.Tag",
    ],
)
def test_an_item_may_name_several_components(read_blog: ReadBlog, item: str) -> None:
    context = read_blog(listed(item, "- Feed"))
    assert {c.name for c in context.components} == {"Post", "Tag", "Feed"}
    assert context.diagnostics == []


def test_a_label_of_a_type_gathers_what_stands_behind_and_below_it(read_blog: ReadBlog) -> None:
    context = read_blog(
        listed(
            "- Schemas: Post, Tag",
            "  - Cover",
            "  - Dependencies: Repo",
            "  - Fields: title",
            "- Tasks: Feed",
            "- Jobs: Loop (task), Run",
        )
    )
    assert {c.name: c.declared_type for c in context.components} == {
        "Post": "Schema",
        "Tag": "Schema",
        "Cover": None,
        "Feed": "Task",
        "Loop": "task",
        "Run": None,
    }
    assert [(d.line, d.message.split(" is left out")[0]) for d in context.diagnostics] == [
        (7, 'The item "Dependencies: Repo"'),
        (8, 'The item "Fields: title"'),
    ]


def test_several_components_of_one_type_are_those_with_a_type_each(read_blog: ReadBlog) -> None:
    def read(item: str) -> list[tuple[str, str | None, str]]:
        components = read_blog(listed(item)).components
        return [(c.module, c.declared_type, c.type) for c in components]

    assert read("- Post, Tag: schemas") == read("- Post (schema), Tag (schema)")


def test_an_item_of_words_that_may_be_none_is_reported(read_blog: ReadBlog) -> None:
    context = read_blog(listed("- Feed", "- Terms and Conditions: what holds", "- Post, Tag"))
    assert [c.name for c in context.components] == ["Feed"]
    assert [d.line for d in context.diagnostics] == [6, 7]
