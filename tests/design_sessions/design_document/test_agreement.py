from __future__ import annotations

import pytest

from design_sessions.components import ComponentType
from design_sessions.definitions.builtin import builtin_definition
from design_sessions.design_document.examination import examine_design
from design_sessions.design_document.facts_reading import read_context_facts
from design_sessions.design_document.problems import DesignProblem
from tests.support.cost import assert_grows_in_proportion

PATH = "docs/spec/my_app/blog.spec.md"
CONTEXT = """\
# MyApp.Blog

**Type**: context

## Delegates

- get_post/1: MyApp.Blog.PostRepository.get_post/1

## Functions

### publish/1

**Process**:
1. Call PostRepository.update_post/2
2. Broadcast

```elixir
defdelegate list_posts(scope), to: MyApp.Blog.PostRepository, as: :list
```

Then it calls Search.index/1 and MyApp.Mail.Sender.

## Dependencies

- MyApp.Users

## Components

### MyApp.Blog.PostRepository

| field | value |
| --- | --- |
| type | repository |

Reads and writes posts.

### MyApp.Blog.Providers.GitHub

Fetches posts.

### MyApp.Blog.Worker

| field | value |
| --- | --- |
| type | MCP Tool |

Works.
"""
DESIGN = """\
# MyApp.Blog.PostRepository

**Type**: repository

## Functions

### get_post/1

Like `update_post/2` and `list/1`.

```elixir
@spec get_post(id) :: Post.t()
```

## Dependencies

- MyApp.Repo
"""


def disagreements(
    text: str,
    *,
    context: str = CONTEXT,
    module: str = "MyApp.Blog.PostRepository",
    own_types: dict[str, ComponentType] | None = None,
) -> list[DesignProblem]:
    definition = builtin_definition("spec", ComponentType.REPOSITORY)
    facts = read_context_facts(PATH, context.encode(), own_types=own_types)
    assert facts is not None
    return examine_design(text, definition=definition, module=module, context=facts)


def test_a_design_that_agrees_with_its_context_has_no_problem() -> None:
    assert disagreements(DESIGN) == []


def test_another_type_than_the_context_lists_is_an_error() -> None:
    (problem,) = disagreements(DESIGN.replace("**Type**: repository", "**Type**: Ecto schema"))
    assert (problem.severity, problem.line) == ("error", 3)
    assert problem.message == (
        f'The type is "Ecto schema" here and repository in {PATH}: write repository, or change the '
        "type there."
    )


def test_a_type_in_a_section_of_its_own_is_reported_there() -> None:
    text = DESIGN.replace("**Type**: repository\n", "") + "\n## Type\n\nschema\n"
    (problem,) = disagreements(text)
    assert problem.line == text.split("\n").index("schema") + 1


@pytest.mark.parametrize("words", ["Repository", "repository module", "module", "logic", "service"])
def test_wordings_of_the_same_type_or_of_none_agree(words: str) -> None:
    assert disagreements(DESIGN.replace("**Type**: repository", f"**Type**: {words}")) == []


def test_where_the_context_lists_no_type_every_type_agrees() -> None:
    text = DESIGN.replace("PostRepository", "Providers.GitHub")
    found = disagreements(text, module="MyApp.Blog.Providers.GitHub")
    assert [problem.rule for problem in found] == []


def test_a_type_of_the_projects_own_is_held_against_the_context_too() -> None:
    own = {"mcp_tool": ComponentType.OTHER, "keeper": ComponentType.REPOSITORY}
    text = DESIGN.replace("PostRepository", "Worker")
    found = disagreements(text, module="MyApp.Blog.Worker", own_types=own)
    assert 'The type is "repository" here and mcp_tool' in found[0].message
    agreeing = text.replace("**Type**: repository", "**Type**: mcp tool")
    assert disagreements(agreeing, module="MyApp.Blog.Worker", own_types=own) == []
    assert disagreements(DESIGN.replace(": repository", ": keeper"), own_types=own) == []


def test_a_dependency_below_the_context_that_it_does_not_list_is_a_warning() -> None:
    (problem,) = disagreements(DESIGN.replace("MyApp.Repo", "MyApp.Blog.PostRepositry"))
    assert (problem.severity, problem.line) == ("warning", 17)
    assert problem.message == (
        f"{PATH} lists no component MyApp.Blog.PostRepositry (did you mean "
        "MyApp.Blog.PostRepository?): name one that it lists, or list it there."
    )


@pytest.mark.parametrize(
    ("dependency", "said"),
    [
        ("Blog.Wroker", "lists no component MyApp.Blog.Wroker (did you mean MyApp.Blog.Worker?)"),
        (
            "**Blog.PostRepositry**: reads",
            "lists no component MyApp.Blog.PostRepositry (did you mean MyApp.Blog.PostRepository?)",
        ),
        ("MyApp.Usres", "lists no dependency MyApp.Usres (did you mean MyApp.Users?)"),
        ("MyApp.PubSbu", "lists no dependency MyApp.PubSbu (did you mean MyApp.PubSub?)"),
        ("MyApp.Unknown.Thing", "lists no dependency MyApp.Unknown.Thing"),
        ("MyApp.BlogSearch.Index", "lists no dependency MyApp.BlogSearch.Index"),
        ("Wroker", "knows no Wroker (did you mean Worker?)"),
        ("Providers.GitHbu", "knows no Providers.GitHbu (did you mean Providers.GitHub?)"),
        ("PostRepositry", "knows no PostRepositry (did you mean PostRepository?)"),
    ],
)
def test_a_dependency_is_looked_up_as_the_context_reads_names(dependency: str, said: str) -> None:
    (problem,) = disagreements(DESIGN.replace("MyApp.Repo", dependency))
    assert (problem.severity, problem.line, problem.rule) == ("warning", 17, "known-module")
    assert problem.message == f"{PATH} {said}: name one that it lists, or list it there."


@pytest.mark.parametrize("text", ["`Blog.Ghost`", "%Blog.Ghost{}", "Blog.Ghost.find/1"])
def test_a_sibling_named_from_the_context_in_code_is_held_against_it(text: str) -> None:
    (problem,) = disagreements(DESIGN.replace("Like", f"{text}, like"))
    assert problem.line == 9
    assert "lists no component MyApp.Blog.Ghost: name one" in problem.message
    assert disagreements(DESIGN.replace("Like", "In the Blog.Ghosts are like")) == []


def test_unknown_names_take_time_in_proportion_to_their_number() -> None:
    listed = "".join(f"### Component{number}Xyz\n\nText.\n\n" for number in range(1_000))
    facts = read_context_facts(PATH, f"# MyApp.Blog\n\n## Components\n\n{listed}".encode())
    definition = builtin_definition("spec", ComponentType.REPOSITORY)

    def design(names: int) -> str:
        lines = [f"- Komponent{n}Xyz\n- MyApp.Blog.Componant{n}Xyz\n" for n in range(names)]
        return DESIGN.replace("- MyApp.Repo\n", "".join(lines))

    def warnings(design: str) -> int:
        found = examine_design(design, definition=definition, module="MyApp.Blog.A", context=facts)
        return len([problem for problem in found if problem.rule == "known-module"])

    assert warnings(design(1_000)) == 1_000
    assert_grows_in_proportion(warnings, design, 1_000)


def test_a_sibling_named_in_the_text_is_held_against_the_context_once() -> None:
    text = DESIGN.replace("Like", "MyApp.Blog.Ghost.find/1 and MyApp.Blog.Ghost again, like")
    (problem,) = disagreements(text)
    assert (problem.severity, problem.line) == ("warning", 9)
    assert "lists no component MyApp.Blog.Ghost: name one" in problem.message


@pytest.mark.parametrize(
    "dependency",
    [
        "MyApp.Users",
        "MyApp.Users.Scope",
        "Users",
        "Users.Scope",
        "MyApp.PubSub",
        "MyApp.Search",
        "MyApp.Mail.Sender",
        "MyAppWeb.Endpoint",
        "Ecto.Changeset",
        "GenServer",
        "Blog.PostRepository",
        "Blog.Worker.State",
        "Workers",
        "MyApp.Blog",
        "MyApp.Blog.Providers",
        "MyApp.Blog.Providers.GitHub",
        "MyApp.Blog.Providers.GitHub.Token",
        "MyApp.Blog.PostRepository.Query",
        "Ghost",
        "OtherApp.MyApp.Blog.Ghost",
    ],
)
def test_what_lies_elsewhere_or_belongs_to_a_listed_component_is_no_concern(
    dependency: str,
) -> None:
    assert disagreements(DESIGN.replace("MyApp.Repo", dependency)) == []


@pytest.mark.parametrize(("function", "line"), [("get_post", 7), ("update_post", 14), ("list", 18)])
def test_a_function_that_the_context_rests_on_is_missed(function: str, line: int) -> None:
    (problem,) = disagreements(
        DESIGN.replace(f"{function}/", "other/").replace(f"{function}(", "other(")
    )
    assert (problem.severity, problem.line) == ("warning", 5)
    assert problem.message.startswith(f"{PATH} calls {function} of this component in line {line},")


def test_a_design_without_functions_misses_none() -> None:
    text = "# MyApp.Blog.PostRepository\n\n## Fields\n\n| Field |\n| --- |\n| id |\n"
    assert "functions-of-context" not in [problem.rule for problem in disagreements(text)]


def test_a_name_that_two_components_share_is_held_against_neither() -> None:
    twice = CONTEXT.replace("### MyApp.Blog.Worker", "### MyApp.Blog.Old.PostRepository")
    text = DESIGN.replace("`update_post/2` and ", "")
    assert disagreements(text, context=twice) == []


@pytest.mark.parametrize("content", ["", "# MyApp.Blog\n", "\x00", "# Not a context\n\nText.\n"])
def test_a_document_without_components_says_nothing(content: str) -> None:
    assert read_context_facts(PATH, content.encode()) is None
