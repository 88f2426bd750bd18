from __future__ import annotations

from collections.abc import Callable

import pytest

from design_sessions.context_document.finding.locate import list_contexts
from design_sessions.context_document.model import FileReader
from design_sessions.context_document.reading import read_context
from design_sessions.errors import InputError, NotFoundError

MakeFiles = Callable[[dict[str, str | bytes]], FileReader]

BLOG = "# Blog Context\n\n## Components\n\n### Post\n\nA post.\n"


@pytest.mark.parametrize(
    ("layout", "suffix"),
    [
        ("docs/design", ".md"),
        ("design", ".md"),
        ("docs/spec", ".spec.md"),
        ("spec", ".spec.md"),
        (".code_my_spec/spec", ".spec.md"),
    ],
)
@pytest.mark.parametrize("form", ["MyApp.Blog", "Blog", "{path}", "./{path}", "my_app/blog"])
def test_a_context_is_found_in_every_layout_and_form(
    repository: MakeFiles, layout: str, suffix: str, form: str
) -> None:
    path = f"{layout}/my_app/blog{suffix}"
    files = repository({path: BLOG, "README.md": "# My app\n"})
    context = read_context(files, form.format(path=path))
    assert (context.module, context.project_module) == ("MyApp.Blog", "MyApp")
    assert (context.path, context.layout.name) == (path, layout)
    assert context.layout.standard == ("spec" if "spec" in suffix else "design")
    assert context.components[0].design_path == f"{layout}/my_app/blog/post{suffix}"


def test_a_project_module_completes_a_bare_name(repository: MakeFiles) -> None:
    files = repository({"design/my_app/blog.md": BLOG, "design/other/blog.md": BLOG})
    context = read_context(files, "Blog", project_module="MyApp")
    assert context.path == "design/my_app/blog.md"


def test_a_bare_name_of_several_contexts_is_refused(repository: MakeFiles) -> None:
    files = repository({"design/my_app/blog.md": BLOG, "design/my_app/admin/blog.md": BLOG})
    with pytest.raises(InputError, match=r"MyApp\.Admin\.Blog \(.*MyApp\.Blog \("):
        read_context(files, "Blog")


def test_a_context_that_is_not_there_gives_those_that_are(repository: MakeFiles) -> None:
    files = repository(
        {
            "docs/design/my_app/blog.md": BLOG,
            "docs/design/my_app/users.md": "# Users\n",
            "docs/design/my_app/users/user.md": "# User\n",
            "docs/design/my_app/users/design_review.md": "## Components\n",
        }
    )
    with pytest.raises(NotFoundError) as raised:
        read_context(files, "MyApp.Blogs")
    assert (
        raised.value.message == "Context component not found: MyApp.Blogs; did you mean MyApp.Blog?"
    )
    assert raised.value.remedy == "Existing contexts: MyApp.Blog, MyApp.Users."


@pytest.mark.parametrize("form", ["docs/design/nothing.md", "../blog.md", "no such thing", "a*b"])
def test_every_other_form_that_fits_nothing_is_not_found(repository: MakeFiles, form: str) -> None:
    with pytest.raises(NotFoundError, match="Context component not found"):
        read_context(repository({"README.md": "# My app\n"}), form)


def test_an_empty_context_and_a_review_are_refused(repository: MakeFiles) -> None:
    files = repository({"design/my_app/blog/design_review.md": "# Review\n"})
    with pytest.raises(InputError, match="The context is empty"):
        read_context(files, "  ")
    with pytest.raises(InputError, match="is a review"):
        read_context(files, "design/my_app/blog/design_review.md")


def test_a_second_layout_with_the_same_context_is_said(repository: MakeFiles) -> None:
    files = repository({"docs/design/my_app/blog.md": BLOG, "docs/spec/my_app/blog.spec.md": BLOG})
    context = read_context(files, "MyApp.Blog")
    assert context.path == "docs/design/my_app/blog.md"
    assert "docs/spec/my_app/blog.spec.md is also a document of MyApp.Blog:" in (
        context.diagnostics[0].message
    )


@pytest.mark.parametrize(
    ("path", "title", "project_module", "module", "design_path"),
    [
        ("notes/my_app/blog.md", "MyApp.Blog", None, "MyApp.Blog", "notes/my_app/blog/post.md"),
        ("notes/blog.md", "MyApp.Blog", None, "MyApp.Blog", "notes/blog/post.md"),
        ("notes/blog.md", "Blog Context", "MyApp", "MyApp.Blog", "notes/blog/post.md"),
        ("notes/blog.md", "Our blog", None, "Blog", "notes/blog/post.md"),
        ("blog.spec.md", "MyApp.Blog", None, "MyApp.Blog", "blog/post.spec.md"),
        ("notes/ideas.md", "MyApp.Blog", None, "MyApp.Blog", "notes/my_app/blog/post.md"),
        ("docs/design/blog.md", "MyApp.Blog", None, "MyApp.Blog", "docs/design/blog/post.md"),
        (
            "apps/shop/docs/design/my_app/blog.md",
            "Blog",
            "MyApp",
            "MyApp.Blog",
            "apps/shop/docs/design/my_app/blog/post.md",
        ),
    ],
)
def test_a_document_outside_the_known_layouts_has_a_layout_of_its_own(
    repository: MakeFiles,
    path: str,
    title: str,
    project_module: str | None,
    module: str,
    design_path: str,
) -> None:
    files = repository({path: BLOG.replace("Blog Context", title)})
    context = read_context(files, path, project_module=project_module)
    assert (context.module, context.path) == (module, path)
    assert context.components[0].design_path == design_path


def test_a_module_is_found_in_a_directory_of_a_larger_repository(repository: MakeFiles) -> None:
    files = repository({"apps/shop/docs/design/my_app/blog.md": BLOG})
    context = read_context(files, "MyApp.Blog", project_module="MyApp")
    assert context.components[0].design_path == "apps/shop/docs/design/my_app/blog/post.md"


@pytest.mark.parametrize(
    ("title", "module"),
    [
        ("Integrations Context", "CodeMySpec.Integrations"),
        ("CodeMySpec.Integrations", "CodeMySpec.Integrations"),
        ("`Integrations`", "CodeMySpec.Integrations"),
        ("Another thing", "CodeMySpec.Integrations"),
    ],
)
def test_the_module_is_that_of_the_title_if_it_fits_the_path(
    repository: MakeFiles, title: str, module: str
) -> None:
    path = "design/code_my_spec/integrations.md"
    files = repository({path: BLOG.replace("Blog Context", title)})
    assert read_context(files, path).module == module


@pytest.mark.parametrize(
    ("title", "heading", "module"),
    [
        ("MyApp.API", "Post", "MyApp.API"),
        ("API Context", "Post", "MyApp.API"),
        ("Endpoints", "MyApp.API.Post", "MyApp.API"),
        ("Endpoints", "Post", "MyApp.Api"),
    ],
)
def test_acronyms_of_title_and_headings_win(
    repository: MakeFiles, title: str, heading: str, module: str
) -> None:
    text = f"# {title}\n\n## Components\n\n### {heading}\n\nA post.\n"
    context = read_context(repository({"design/my_app/api.md": text}), "design/my_app/api.md")
    assert (context.module, context.components[0].module) == (module, f"{module}.Post")
    assert context.components[0].design_path == "design/my_app/api/post.md"


def test_contexts_are_listed_by_their_modules(repository: MakeFiles) -> None:
    files = repository(
        {
            "docs/design/my_app/git_hub.md": "# MyApp.GitHub\r\n\r\n## Components\r\n",
            "docs/design/my_app/blog.md": BLOG,
            "docs/design/my_app/blog/post.md": "# Post\n\n## Purpose\n",
            "docs/notes.md": BLOG,
        }
    )
    assert [each.module for each in list_contexts(files)] == ["MyApp.Blog", "MyApp.GitHub"]


@pytest.mark.parametrize(
    ("layout", "path", "design_path"),
    [
        ("docs/spec", "docs/spec/my_app/blog.spec.md", "docs/spec/my_app/blog/post.spec.md"),
        ("notes/design/", "notes/design/my_app/blog.md", "notes/design/my_app/blog/post.md"),
        ("notes", "notes/blog.md", "notes/blog/post.md"),
        ("notes/spec", "notes/spec/my_app/blog.spec.md", "notes/spec/my_app/blog/post.spec.md"),
        (".", "my_app/blog.md", "my_app/blog/post.md"),
        ("design:notes:MyApp", "notes/blog.md", "notes/blog/post.md"),
    ],
)
def test_a_layout_that_is_named_goes_before_those_that_are_found(
    repository: MakeFiles, layout: str, path: str, design_path: str
) -> None:
    files = repository({"docs/design/my_app/blog.md": BLOG, path: BLOG})
    context = read_context(files, "MyApp.Blog", layout=layout)
    assert (context.path, context.module) == (path, "MyApp.Blog")
    assert context.components[0].design_path == design_path


def test_designs_go_to_the_named_layout_wherever_the_context_document_is(
    repository: MakeFiles,
) -> None:
    files = repository({"notes/blog.md": BLOG.replace("Blog Context", "MyApp.Blog")})
    context = read_context(files, "notes/blog.md", layout="docs/design")
    assert context.components[0].design_path == "docs/design/my_app/blog/post.md"


@pytest.mark.parametrize("layout", ["", "../notes", "/notes", "design:"])
def test_a_layout_that_is_no_directory_inside_the_repository_is_refused(
    repository: MakeFiles, layout: str
) -> None:
    with pytest.raises(InputError, match="layout"):
        read_context(repository({"docs/design/my_app/blog.md": BLOG}), "MyApp.Blog", layout=layout)
