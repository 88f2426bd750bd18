"""A GitHub server and a session view to describe."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from design_sessions.pull_requests.github import GitHubPullRequests
from design_sessions.scope import Scope
from design_sessions.status import (
    Agent,
    Environment,
    ReviewFinding,
    ReviewStatus,
    SessionStatusView,
    Usage,
)
from tests.support.github_server import VALID_TOKEN, FakeGitHub, running_github
from tests.support.statuses import component_status, session_status

BRANCH = "docs-context-components-design-session-for-blog"


@pytest.fixture(scope="session")
def github_process() -> Iterator[FakeGitHub]:
    with running_github() as github:
        yield github


@pytest.fixture
def github(github_process: FakeGitHub) -> FakeGitHub:
    """The server, empty but for the repository ``acme/blog``."""
    github_process.reset()
    github_process.add_repository("acme/blog")
    return github_process


@pytest.fixture
def connect(github: FakeGitHub) -> Callable[..., GitHubPullRequests]:
    def connect(
        slug: str = "acme/blog", *, token: str = VALID_TOKEN, timeout: int = 20
    ) -> GitHubPullRequests:
        return GitHubPullRequests(slug, token=token, base_url=github.base_url, timeout=timeout)

    return connect


@pytest.fixture
def view() -> SessionStatusView:
    """A finished session: one design of each state that a pull request can show."""

    components = [
        component_status(
            "MyApp.Blog.Post",
            "complete",
            revisions=2,
            turns=3,
            usage=Usage(input_tokens=1_000, cache_read_tokens=500, output_tokens=700),
        ),
        component_status("MyApp.Blog.Comment", "kept"),
        component_status("MyApp.Blog.Tag", "skipped", error="not needed yet"),
        component_status("MyApp.Blog.Feed", "accepted", revisions=3),
    ]
    return session_status(
        Scope(account="default", project="my_app", user="ann"),
        "MyApp.Blog",
        components,
        step="Finalize",
        review=ReviewStatus(
            state="complete",
            path="docs/design/my_app/blog/design_review.md",
        ),
        findings=[
            ReviewFinding(
                id="F2",
                severity="minor",
                kind="consistency",
                components=["Post"],
                explanation="Two names for one thing.",
                suggestion="Use one.",
            ),
            ReviewFinding(
                id="F1",
                severity="critical",
                kind="missing_dependency",
                components=["Feed", "Tag"],
                explanation="Feed needs Tag.",
                suggestion="Design Tag.",
            ),
        ],
        agent=Agent(
            endpoint="https://api.example.com", model="m-1", review_model="m-2", effort="medium"
        ),
        environment=Environment(
            repository="git@github.com:acme/blog.git",
            base_commit="0123456789abcdef0123456789abcdef01234567",
            branch=BRANCH,
            layout="docs/design",
            context_path="docs/design/my_app/blog.md",
        ),
        usage=Usage(input_tokens=5_000, output_tokens=2_000, cost_usd=0.42),
    )
