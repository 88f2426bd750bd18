"""Known types, a project's own ones, and words that are neither."""

from __future__ import annotations

from collections.abc import Callable

from design_sessions.components import ComponentType
from design_sessions.context_document.model import ContextDesign, FileReader
from design_sessions.context_document.reading import read_context

ReadBlog = Callable[..., ContextDesign]
MakeFiles = Callable[[dict[str, str | bytes]], FileReader]

BLOG = "# Blog\n\n## Components\n\n### Post (mcp_tool)\n\n### Tag (MCP Tool)\n\n### Feed\n"


def test_an_unknown_type_is_other_and_reported_once_with_the_known_ones(
    read_blog: ReadBlog,
) -> None:
    context = read_blog("# Blog\n\n## Components\n\n### Post (mcp_tool)\n\n### Tag (mcp_tool)\n")
    assert [(c.type, c.declared_type) for c in context.components] == [("other", "mcp_tool")] * 2
    (diagnostic,) = context.diagnostics
    assert diagnostic.line == 5
    assert '"mcp_tool" is read as other: behaviour, context,' in diagnostic.message


def test_plain_modules_are_other_without_a_word(read_blog: ReadBlog) -> None:
    context = read_blog("# Blog\n\n## Components\n\n### Post (module)\n\n### Tag (Logic)\n")
    assert [c.type for c in context.components] == ["other", "other"]
    assert context.diagnostics == []


def test_a_project_may_map_words_of_its_own_to_known_types(repository: MakeFiles) -> None:
    files = repository({"docs/design/my_app/blog.md": BLOG})
    own_types = {"mcp_tool": ComponentType.GENSERVER, "Logic": ComponentType.TASK}
    context = read_context(files, "MyApp.Blog", own_types=own_types)
    assert {c.name: c.type for c in context.components} == {
        "Post": "genserver",
        "Tag": "genserver",
        "Feed": "other",
    }
    assert {c.declared_type for c in context.components} == {"mcp_tool", "MCP Tool", None}
    assert context.diagnostics == []


def test_an_unknown_type_in_a_components_own_document_is_reported_there(
    repository: MakeFiles,
) -> None:
    feed = "docs/design/my_app/blog/feed.md"
    files = repository(
        {
            "docs/design/my_app/blog.md": "# Blog\n\n## Components\n\n### Feed\n",
            feed: "# Feed\n\n**Type**: odd\n",
        }
    )
    (diagnostic,) = read_context(files, "MyApp.Blog").diagnostics
    assert (diagnostic.path, diagnostic.line) == (feed, 3)
