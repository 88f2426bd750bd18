from __future__ import annotations

from collections.abc import Callable

import pytest

from design_sessions.context_document.finding.project_documents import project_documents
from design_sessions.context_document.model import FileReader

MakeFiles = Callable[[dict[str, str | bytes]], FileReader]


@pytest.mark.parametrize(
    ("context", "paths"),
    [
        ("design/my_app/blog.md", ["executive_summary.md", "user_stories.md"]),
        ("docs/spec/my_app/blog.spec.md", ["docs/executive_summary.md", "docs/user_stories.md"]),
        ("docs/design/my_app/blog.md", ["docs/design/executive_summary.md", "User-Stories.md"]),
        (".code_my_spec/spec/my_app/blog.spec.md", [".code_my_spec/executive_summary.md"]),
        (
            "spec/my_app/blog.spec.md",
            ["docs/user_stories/sign_in.md", "docs/user_stories/write.md"],
        ),
        ("spec/my_app/blog.spec.md", []),
    ],
)
def test_the_summary_comes_before_the_stories(
    repository: MakeFiles, context: str, paths: list[str]
) -> None:
    others = ["README.md", "test/user_stories.md", "docs/user_stories.png"]
    assert project_documents(repository(dict.fromkeys([*paths, *others], "x")), context) == paths


def test_the_place_nearest_to_the_context_document_counts(repository: MakeFiles) -> None:
    files = repository(
        dict.fromkeys(["executive_summary.md", "docs/executive_summary.md", "user_stories.md"], "x")
    )
    assert project_documents(files, "docs/design/my_app/blog.md") == [
        "docs/executive_summary.md",
        "user_stories.md",
    ]
