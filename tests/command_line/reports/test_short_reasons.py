from __future__ import annotations

import pytest

from command_line.reports.short_reasons import cut_to, short_reason
from design_sessions.components import ComponentType
from design_sessions.definitions.builtin import builtin_definition
from design_sessions.design_document.examination import validate_design

LONGER = "Still not valid after 3 revisions: "


@pytest.mark.parametrize(
    ("reason", "short"),
    [
        (
            f'{LONGER}line 5: The section "Purpose" is empty: write it. What it is for.',
            'section "Purpose" is empty',
        ),
        (
            'Same problems twice in a row: line 1: The title "Notes" does not name A.B: write '
            '`# A.B`.; line 9: The section "Fields" is missing: add `## Fields`. One table.',
            'title "Notes" does not name A.B; 1 more problem',
        ),
        (
            "The model endpoint http://127.0.0.1:9 answered HTTP 400 invalid_request_error: no.",
            "HTTP 400 invalid_request_error: no.",
        ),
        (
            "The model endpoint http://127.0.0.1:9 does not answer: refused.",
            "The model endpoint does not answer: refused.",
        ),
        ("not on the branch: docs/design/my_app/blog/post.md", "not on the branch: …/post.md"),
        ("The model refused to write a design.", "The model refused to write a design."),
        ("cancelled", "cancelled"),
        ("", ""),
    ],
)
def test_what_tells_least_of_a_reason_is_left_out(reason: str, short: str) -> None:
    assert short_reason(reason) == short


@pytest.mark.parametrize(
    ("document", "short"),
    [
        ("# Post\n\n## Fields\n\nTBD\n", 'section "Fields" is empty'),
        ("# Post\n\n## Purpose\n\nOne post.\n", 'section "Fields" is missing'),
        ("# Other\n\n## Purpose\n\nOne post.\n", 'title "Other" does not name MyApp.Blog.Post'),
        ("# Post\n\n## Purpose\n\n```\nx\n", "code fence is never closed, so the rest is code"),
    ],
)
def test_what_validation_says_is_short_enough_for_a_line(document: str, short: str) -> None:
    definition = builtin_definition("design", ComponentType.SCHEMA)
    found = validate_design(document, definition=definition, module="MyApp.Blog.Post")
    told = [short_reason(f"{LONGER}{problem}") for problem in found]

    assert short in told
    assert all(len(each) < 60 for each in told)


def test_a_cut_reason_keeps_the_beginning_of_the_detail_at_its_end() -> None:
    reason = (
        "The model did not submit a design within 20 turns (its last answer was cut off at 11)."
    )

    assert cut_to(reason, 60) == "The model did not submit a de… (its last answer was cut off…"
    assert cut_to("A remote that nobody can reach today", 20) == "A remote that nobod…"
    assert cut_to("Refused.", 8) == "Refused."
