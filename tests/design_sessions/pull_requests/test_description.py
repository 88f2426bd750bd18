from __future__ import annotations

from design_sessions.pull_requests.description import (
    BODY_LIMIT,
    BranchLinks,
    SessionReport,
    describe_session,
)
from design_sessions.repository.reading.authorship import Authorship
from design_sessions.status import ReviewFinding, SessionStatusView, Usage, skipped_because

LINKS = BranchLinks(
    branch="https://github.com/acme/blog/tree/topic",
    compare="https://github.com/acme/blog/compare/main...topic",
    file_prefix="https://github.com/acme/blog/blob/topic/",
)


def test_the_title_names_the_context(view: SessionStatusView) -> None:
    title = describe_session(SessionReport(view=view)).title

    assert title == "Add component designs for MyApp.Blog context"


def test_each_component_has_a_row_with_file_state_revisions_and_tokens(
    view: SessionStatusView,
) -> None:
    body = describe_session(SessionReport(view=view, links=LINKS)).body

    path = "docs/design/my_app/blog/post.md"
    assert (
        f"| `MyApp.Blog.Post` | schema | [`{path}`](https://github.com/acme/blog/blob/topic/{path})"
        " | complete | AI agent | 2 | 1,500 in, 700 out |"
    ) in body
    assert "| `MyApp.Blog.Tag` | schema | none | skipped | nobody | 0 | 0 in, 0 out |" in body


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
    rows = {line.split("|")[1].strip(" `"): line for line in body.splitlines() if "| `My" in line}
    shown = {name: [cell.strip() for cell in row.split("|")[5:7]] for name, row in rows.items()}
    assert shown == {
        post.module: ["by hand", "none"],
        comment.module: ["by hand", "none"],
        tag.module: ["before this session", "none"],
        feed.module: ["AI agent, then by hand", "3"],
    }


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

    assert "## Skipped\n\n- `MyApp.Blog.Tag`: later (ann)\n" in body


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

    assert f"| `MyApp.Blog.Tag` | schema | `{path}` | skipped | AI agent | 0 |" in body
    assert "- `MyApp.Blog.Tag`: not needed yet (but the branch has a design of it)" in body


def test_a_skip_reason_that_is_only_in_the_view_is_shown(view: SessionStatusView) -> None:
    assert "- `MyApp.Blog.Tag`: not needed yet" in describe_session(SessionReport(view=view)).body


def test_accepted_designs_show_their_problems(view: SessionStatusView) -> None:
    report = SessionReport(view=view, accepted_problems={"Feed": ["line 3: Purpose is empty"]})

    body = describe_session(report).body

    assert "## Accepted although invalid" in body
    assert "- `MyApp.Blog.Feed`\n  - line 3: Purpose is empty" in body


def test_the_review_shows_its_summary_and_the_worst_finding_first(view: SessionStatusView) -> None:
    body = describe_session(SessionReport(view=view, review_summary="Mostly sound.")).body

    assert "> Mostly sound." in body
    critical = "- **critical**, missing dependency, `Feed`, `Tag`: Feed needs Tag."
    minor = "- **minor**, consistency, `Post`: Two names for one thing."
    assert body.index(critical) < body.index(minor)
    assert "  - Suggestion: Design Tag." in body


def test_a_session_without_a_review_says_so(view: SessionStatusView) -> None:
    view.review = None

    assert (
        "The designs were not reviewed together." in describe_session(SessionReport(view=view)).body
    )


def test_a_skipped_review_shows_the_reason(view: SessionStatusView) -> None:
    assert view.review is not None
    view.review.state = "skipped"
    view.review.error = skipped_because("in a hurry")

    body = describe_session(SessionReport(view=view)).body

    assert "The review was not done (skipped): in a hurry" in body


def test_branch_and_comparison_are_linked(view: SessionStatusView) -> None:
    body = describe_session(SessionReport(view=view, links=LINKS)).body

    assert f"- Branch: [`{view.branch}`](https://github.com/acme/blog/tree/topic)" in body
    assert "[Compare with the base](https://github.com/acme/blog/compare/main...topic)" in body


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
    assert view.review is not None
    view.review.findings[0].explanation = "x |\n| `a` | b | @ann <script>"

    body = describe_session(SessionReport(view=view)).body

    assert "<script>" not in body
    assert "@ann" not in body
    assert sum(line.startswith("|") for line in body.splitlines()) == 2 + len(view.components)


def test_a_large_context_loses_rows_before_its_review(view: SessionStatusView) -> None:
    view.components = [
        view.components[0].model_copy(update={"name": f"P{n}", "module": f"MyApp.Blog.P{n}"})
        for n in range(2_000)
    ]

    body = describe_session(SessionReport(view=view, links=LINKS)).body

    assert len(body) <= BODY_LIMIT
    rows = sum(line.startswith("| `MyApp") for line in body.splitlines())
    assert f"*{2_000 - rows} more components are not listed" in body
    assert "- **critical**" in body


def test_endless_findings_are_cut_with_a_note(view: SessionStatusView) -> None:
    assert view.review is not None
    view.review.findings = [
        ReviewFinding(
            severity="minor",
            kind="integration",
            components=["Post"],
            explanation="e" * 2_000,
            suggestion="s" * 2_000,
        )
    ] * 60

    body = describe_session(SessionReport(view=view)).body

    assert len(body) <= BODY_LIMIT
    assert "the branch has everything.*\n<!--" in body
