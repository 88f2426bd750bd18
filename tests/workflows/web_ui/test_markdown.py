"""What goes to the Web UI is shown as it was written, and runs nothing."""

import pytest
from markdown_it import MarkdownIt

from design_sessions.status import Action
from workflows.web_ui.markdown import code, inline, link, literal, sendable, table


def rendered(markdown: str) -> str:
    """As a renderer shows it that lets HTML through, which the Web UI's does."""
    html: str = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)
    return html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a <b>bold</b> word",
        "&lt;b&gt;",
    ],
)
def test_html_of_models_is_text(text: str) -> None:
    html = rendered(inline(text))
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html


def test_angle_brackets_are_numbers_since_the_web_ui_shows_their_names_as_they_are() -> None:
    assert inline("a <b> c") == "a &#60;b&#62; c"
    assert code("a <b> c") == "a &#60;b&#62; c"


def test_a_bar_ends_no_cell() -> None:
    lines = table(("name", "reason"), [["Feed", inline("a | `b|c` | d")]], numbers=set())
    html = rendered("\n".join(lines))
    assert html.count("<td>") + html.count("<td ") == 2


def test_numbers_stand_to_the_right() -> None:
    lines = table(("name", "tokens"), [["Feed", "12"]], numbers={"tokens"})
    assert lines[1] == "| :--- | ---: |"


def test_a_link_leads_to_the_page_of_a_workflow_whose_id_has_slashes() -> None:
    assert (
        link("Feed", namespace="a/b", workflow_id="context-design/default/shop/Shop.Blog/Feed")
        == "[Feed](namespaces/a%2Fb/workflows/context-design%2Fdefault%2Fshop%2FShop.Blog%2FFeed)"
    )
    assert link("Feed", namespace="a", workflow_id=None) == "Feed"


def test_what_is_to_be_copied_is_shown_whole_even_with_backticks() -> None:
    assert rendered(literal("a `b` <c>")) == "<p><code>a `b` &lt;c&gt;</code></p>\n"


def test_an_update_is_shown_with_its_json() -> None:
    action = Action(
        label="", command="", update="retry_component", input={"component": "Überblick"}
    )
    assert sendable(action) == '`retry_component` with `{"component": "Überblick"}`'
