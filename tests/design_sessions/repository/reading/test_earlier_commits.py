from __future__ import annotations

from pathlib import Path

from design_sessions.repository.git.command import GitCommand
from design_sessions.repository.reading.earlier_commits import last_commit_of_session
from tests.support.repositories import commit_all, git, make_checkout

POST = "docs/post.md"


def commit(checkout: Path, path: str, text: str, message: str) -> str:
    (checkout / path).write_text(text)
    commit_all(checkout, message)
    return git(checkout, "rev-parse", "HEAD")


def test_the_last_commit_of_a_session_is_that_of_its_file_on_the_branch(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    make_checkout(tmp_path)
    mine, other = "Design\n\nDesign-Session: s-1", "Design\n\nDesign-Session: s-2"
    base = commit(tmp_path, POST, "0", mine)
    commit(tmp_path, POST, "1", mine)
    last = commit(tmp_path, POST, "2", mine)
    commit(tmp_path, "docs/feed.md", "1", mine)
    commit(tmp_path, POST, "3", other)
    head = commit(tmp_path, POST, "4", "By hand")

    def found(session: str, path: str = POST) -> str | None:
        return last_commit_of_session(GitCommand(tmp_path), head, base, path=path, session=session)

    assert found("s-1") == last
    assert found("s-3") is None
    assert found("s-1", "docs/*.md") is None
    assert (
        last_commit_of_session(GitCommand(tmp_path), base, base, path=POST, session="s-1") is None
    )
