from __future__ import annotations

import pytest

from design_sessions.pull_requests.description import MOST_CHARACTERS, describe_session
from design_sessions.pull_requests.report import BranchLinks, SessionReport
from design_sessions.repository.reading.authorship import Authorship
from design_sessions.review_results import RevisedDesign
from design_sessions.status import (
    FindingSide,
    ReviewFinding,
    ReviewStatus,
    SessionStatusView,
    Usage,
    Waiver,
    skipped_because,
)
from design_sessions.wording import NOT_CHOSEN

LINKS = BranchLinks(
    branch="https://github.com/acme/blog/tree/topic",
    compare="https://github.com/acme/blog/compare/main...topic",
    file_prefix="https://github.com/acme/blog/blob/topic/",
)


def test_the_title_names_the_context(view: SessionStatusView) -> None:
    title = describe_session(SessionReport(view=view)).title

    assert title == "Add component designs for MyApp.Blog context"


def test_it_begins_with_the_session_in_a_sentence(view: SessionStatusView) -> None:
    body = describe_session(SessionReport(view=view)).body

    assert body.splitlines()[1] == (
        "**3 of 4 components have a design, 1 of them accepted although not valid; the review has "
        "2 findings (1 critical and 1 minor) open.**"
    )


@pytest.mark.parametrize(
    ("review", "said"),
    [
        (None, "they were not reviewed together"),
        (
            ReviewStatus(state="skipped", path="r.md", error=skipped_because("in a hurry")),
            "the review was not done (skipped): in a hurry",
        ),
        (ReviewStatus(state="complete", path="r.md"), "the review has no open finding"),
    ],
)
def test_the_sentence_says_what_became_of_the_review(
    view: SessionStatusView, review: ReviewStatus | None, said: str
) -> None:
    view.review, view.findings = review, []
    for component in view.components:
        component.state = "complete"

    body = describe_session(SessionReport(view=view)).body

    assert f"**All 4 components have a design; {said}.**" in body
    assert "## Look at these first" not in body


def test_without_a_review_what_the_checks_found_is_said_and_listed(view: SessionStatusView) -> None:
    view.review = None

    body = describe_session(SessionReport(view=view)).body

    first_screen, _, below = body.partition("## Components")
    said = "they were not reviewed together; the checks have 2 findings (1 critical and 1 minor) "
    assert f"{said}open.**" in first_screen
    assert "- **F1**, critical" in first_screen
    assert "- **F2**, minor" in below.partition("<details><summary>Findings</summary>")[2]


def test_each_component_has_a_row_with_its_design_type_state_and_what_it_is(
    view: SessionStatusView,
) -> None:
    report = SessionReport(
        view=view,
        links=LINKS,
        descriptions={"MyApp.Blog.Post": "A post with its author | and text.\nMore."},
    )
    body = describe_session(report).body

    path = "docs/design/my_app/blog/post.md"
    assert (
        f"| [`MyApp.Blog.Post`](https://github.com/acme/blog/blob/topic/{path}) | schema "
        "| complete | A post with its author \\| and text. |"
    ) in body
    assert "| `MyApp.Blog.Tag` | schema | skipped |  |" in body


def test_how_it_was_made_is_folded_away_with_revisions_and_tokens(view: SessionStatusView) -> None:
    body = describe_session(SessionReport(view=view)).body

    made = body.partition("<details><summary>How it was made</summary>")[2]
    assert f"- Session: `{view.id}`" in made
    assert "| `Post` | AI agent | 2 | 1,500 in, 700 out |" in made
    assert "| `Tag` | nobody | 0 | 0 in, 0 out |" in made


def test_it_says_who_wrote_the_designs(view: SessionStatusView) -> None:
    for component in view.components:
        component.state, component.turns = "complete", 2
    assert ", written by an AI agent" in describe_session(SessionReport(view=view)).body

    view.components[0].state, view.components[0].turns = "kept", 0
    body = describe_session(SessionReport(view=view)).body
    assert f"{len(view.components) - 1} of {len(view.components)} written by an AI agent" in body

    for component in view.components:
        component.state, component.turns = "kept", 0
    body = describe_session(SessionReport(view=view)).body
    assert "AI agent" not in body
    assert "before this session or by hand" in body


def test_a_design_that_a_person_committed_is_not_said_to_be_the_agents(
    view: SessionStatusView,
) -> None:
    post, comment, tag, feed = view.components
    # Taken by a recheck after drafts of the agent had failed; kept because it was committed
    # meanwhile; kept as it was at the base; accepted and corrected afterwards.
    post.state, post.turns, post.revisions = "complete", 3, 1
    comment.state, comment.turns, comment.revisions = "kept", 3, 1
    tag.state, tag.error = "kept", None
    feed.state, feed.turns = "accepted", 4
    authors = {
        post.design_path: Authorship(by_hand=True),
        comment.design_path: Authorship(by_hand=True),
        feed.design_path: Authorship(model="m-1", by_hand=True),
    }

    body = describe_session(SessionReport(view=view, authors=authors)).body

    assert (
        ", 1 of 4 written by an AI agent (`m-1`), then changed by hand, 2 written by hand, "
        "1 written before this session, from "
    ) in body
    made = body.partition("<summary>Each design</summary>")[2]
    rows = {row.split("|")[1].strip(" `"): row for row in made.splitlines() if "| `" in row}
    shown = {name: [cell.strip() for cell in row.split("|")[2:4]] for name, row in rows.items()}
    assert shown == {
        "Post": ["by hand", "none"],
        "Comment": ["by hand", "none"],
        "Tag": ["before this session", "none"],
        "Feed": ["AI agent, then by hand", "3"],
    }
    look = body.partition("## Look at these first")[2].partition("##")[0]
    assert "- `MyApp.Blog.Post` was written by hand." in look
    assert "- `MyApp.Blog.Feed` was written by an agent, then changed by hand." in look


def test_a_design_of_an_earlier_session_on_the_branch_is_its_agents(
    view: SessionStatusView,
) -> None:
    for component in view.components:
        component.state = "kept"
    authors = {each.design_path: Authorship(model="m-0") for each in view.components}

    body = describe_session(SessionReport(view=view, authors=authors)).body

    assert ", written by an AI agent (`m-0`), from " in body


def test_skipped_components_show_who_gave_which_reason(view: SessionStatusView) -> None:
    view.components[2].error = skipped_because("later (ann)")
    body = describe_session(SessionReport(view=view)).body

    assert "- `MyApp.Blog.Tag` was skipped: later (ann)\n" in body


def test_who_skipped_or_accepted_is_told(view: SessionStatusView) -> None:
    report = SessionReport(view=view, decided_by={"Feed": "Ann", "Tag": "Bo"})
    body = describe_session(report).body

    assert "`MyApp.Blog.Feed` was accepted by Ann although not valid." in body
    assert "`MyApp.Blog.Tag` was skipped by Bo: not needed yet\n" in body


def test_a_skipped_component_shows_who_needs_it(view: SessionStatusView) -> None:
    users = {"MyApp.Blog.Tag": ["Feed", "Post"]}
    body = describe_session(SessionReport(view=view, users_of_missing=users)).body

    assert "was skipped: not needed yet\n  - Needed by `Feed`, `Post`\n" in body


def test_a_skipped_component_whose_design_is_there_all_the_same_shows_it(
    view: SessionStatusView,
) -> None:
    path = "docs/design/my_app/blog/tag.md"
    report = SessionReport(
        view=view,
        skipped_but_present=frozenset({path}),
        authors={path: Authorship(model="m-1")},
    )
    body = describe_session(report).body

    assert "| `Tag` | AI agent | 0 |" in body
    assert "`MyApp.Blog.Tag` was skipped: not needed yet (but the branch has a design" in body


def test_a_skip_reason_that_is_only_in_the_view_is_shown(view: SessionStatusView) -> None:
    body = describe_session(SessionReport(view=view)).body

    assert "- `MyApp.Blog.Tag` was skipped: not needed yet" in body


def test_accepted_designs_show_their_problems(view: SessionStatusView) -> None:
    report = SessionReport(view=view, accepted_problems={"Feed": ["line 3: Purpose is empty"]})

    body = describe_session(report).body

    assert (
        "- `MyApp.Blog.Feed` was accepted although not valid.\n  - line 3: Purpose is empty" in body
    )


def test_what_is_serious_comes_first_with_both_sides_and_minor_findings_are_folded(
    view: SessionStatusView,
) -> None:
    view.findings[1].sides = [
        FindingSide(path="feed.md", line=3, says="calls Tag.all/0"),
        FindingSide(path="blog.md", line=9, says="lists Tag"),
    ]
    body = describe_session(SessionReport(view=view, review_summary="Mostly sound.")).body

    look, _, rest = body.partition("## Components")
    assert (
        "- **F1**, critical, missing dependency, `Feed`, `Tag`: Feed needs Tag.\n"
        "  - `feed.md`, line 3: calls Tag.all/0\n"
        "  - `blog.md`, line 9: lists Tag\n"
        "  - Suggestion: Design Tag.\n"
    ) in look
    linked = describe_session(SessionReport(view=view, links=LINKS)).body
    assert (
        "  - [`feed.md`, line 3](https://github.com/acme/blog/blob/topic/feed.md?plain=1#L3): calls"
    ) in linked
    folded = rest.partition("<details><summary>The review</summary>")[2]
    assert "> Mostly sound." in folded
    assert "- **F2**, minor, consistency, `Post`: Two names for one thing." in folded


def test_what_was_revised_after_the_review_names_the_commit(view: SessionStatusView) -> None:
    revised = RevisedDesign(
        name="Feed",
        path="feed.md",
        commit="c" * 40,
        findings=view.findings[1:],
        still_open=view.findings[:1],
    )
    body = describe_session(SessionReport(view=view, revised=[revised])).body

    assert (
        "## Revised after the review\n\n"
        "The checks have compared these again. The reviewer has not read them.\n\n"
        "- `Feed`, in commit cccccccccccc:\n  - F1: Feed needs Tag.\n"
        "  - Still open: F2: Two names for one thing.\n"
    ) in body
    assert "open, 1 was fixed.**" in body


def test_a_design_that_was_to_change_and_did_not_is_told(view: SessionStatusView) -> None:
    asked = RevisedDesign(
        name="Feed", path="feed.md", commit="", findings=[], still_open=view.findings[:1]
    )
    body = describe_session(SessionReport(view=view, revised=[asked])).body

    assert (
        "- `Feed`, asked for and not changed:\n  - Still open: F2: Two names for one thing.\n"
    ) in body
    assert "fixed" not in body.partition("## Look at these first")[0]


def test_without_a_review_it_says_that_nothing_contradicts(view: SessionStatusView) -> None:
    view.review, view.findings = None, []

    body = describe_session(SessionReport(view=view, are_compared=True)).body

    assert "they were not reviewed together; the checks have no open finding.**" in body


def test_components_that_nobody_asked_for_need_no_look(view: SessionStatusView) -> None:
    left = view.components[2]
    left.error = skipped_because(NOT_CHOSEN)
    path = frozenset({left.design_path})

    body = describe_session(SessionReport(view=view, skipped_but_present=path)).body

    assert "not valid; this session was asked for 3; the review has" in body
    assert "**All 4 components have a design, " in body
    assert "was skipped" not in body


def test_branch_and_comparison_are_linked(view: SessionStatusView) -> None:
    body = describe_session(SessionReport(view=view, links=LINKS)).body

    assert f"- Branch: [`{view.branch}`](https://github.com/acme/blog/tree/topic)" in body
    assert "[compared with the base](https://github.com/acme/blog/compare/main...topic)" in body


def test_without_a_code_host_nothing_is_linked(view: SessionStatusView) -> None:
    assert "](" not in describe_session(SessionReport(view=view)).body


def test_the_cost_is_called_an_estimate(view: SessionStatusView) -> None:
    body = describe_session(SessionReport(view=view)).body

    assert "Estimated cost: $0.42, an estimate" in body


def test_a_small_cost_is_not_rounded_away(view: SessionStatusView) -> None:
    view.usage.cost_usd = 0.0144

    assert "Estimated cost: $0.0144, an" in describe_session(SessionReport(view=view)).body


def test_rows_and_review_add_up_to_the_tokens_of_the_session(view: SessionStatusView) -> None:
    view.usage = Usage(input_tokens=2_000, output_tokens=800)

    body = describe_session(SessionReport(view=view)).body

    assert "- Tokens: 2,000 in (of which 0 read from cache), 800 out" in body
    assert "- Of these for the review: 500 in, 100 out" in body


def test_an_unknown_price_is_not_shown_as_nothing(view: SessionStatusView) -> None:
    view.usage.cost_usd = None

    body = describe_session(SessionReport(view=view)).body

    assert "Estimated cost: unknown" in body
    assert "$0" not in body


def test_model_text_cannot_add_a_row_or_notify_anybody(view: SessionStatusView) -> None:
    view.findings[0].explanation = "x |\n| `a` | b | @ann <script>"

    body = describe_session(SessionReport(view=view)).body

    assert "<script>" not in body
    assert "@ann" not in body
    assert sum(line.startswith("|") for line in body.splitlines()) == 2 * (2 + len(view.components))


def test_a_large_context_loses_rows_before_its_review(view: SessionStatusView) -> None:
    view.components = [
        view.components[0].model_copy(update={"name": f"P{n}", "module": f"MyApp.Blog.P{n}"})
        for n in range(2_000)
    ]

    body = describe_session(SessionReport(view=view, links=LINKS)).body

    assert len(body) <= MOST_CHARACTERS + 200
    rows = sum(line.startswith("| [`MyApp") for line in body.splitlines())
    assert f"*{2_000 - rows} more components are not listed" in body
    assert "- **F1**, critical" in body


def test_endless_findings_are_cut_with_a_note(view: SessionStatusView) -> None:
    view.findings = [
        ReviewFinding(
            severity="minor",
            kind="integration",
            components=["Post"],
            explanation="e" * 2_000,
            suggestion="s" * 2_000,
        )
    ] * 60

    body = describe_session(SessionReport(view=view)).body

    assert len(body) <= MOST_CHARACTERS + 200
    assert " more, which the branch has" in body


def test_the_dependencies_are_drawn_if_the_drawing_has_room(view: SessionStatusView) -> None:
    drawn = describe_session(SessionReport(view=view, diagram="flowchart LR\n  a --> b\n")).body
    huge = describe_session(
        SessionReport(view=view, diagram="flowchart LR\n" + "a\n" * 20_000)
    ).body

    assert "## Dependencies\n\n```mermaid\nflowchart LR\n  a --> b\n```\n" in drawn
    assert "mermaid" not in huge


def test_a_waived_finding_is_folded_away_with_name_and_reason(view: SessionStatusView) -> None:
    view.findings[1].waived = Waiver(by="bo", at="2026-01-01T10:00:00Z", reason="Known.")

    body = describe_session(SessionReport(view=view)).body

    first_screen, _, below = body.partition("## Components")
    assert "the review has 1 minor finding open and 1 waived.**" in first_screen
    assert "F1" not in first_screen
    assert "  - Waived by bo: Known." in below.partition("Waived by a person:")[2]
