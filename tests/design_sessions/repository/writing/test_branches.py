from pathlib import Path

import pytest

from design_sessions.errors import InputError
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.writing.branches import choose_branch, is_branch_name
from tests.design_sessions.repository.conftest import Person


def test_a_branch_that_is_not_there_is_new(mirror: Mirror) -> None:
    choice = choose_branch(mirror, "docs-blog")
    assert (choice.branch, choice.head, choice.reason) == ("docs-blog", None, "new")


def test_a_session_goes_on_from_the_head_of_its_branch(mirror: Mirror, person: Person) -> None:
    person.push("docs-blog")
    mirror.fetch()
    choice = choose_branch(mirror, "docs-blog", lambda branch, head: "ours")
    assert choice.reason == "continued"
    assert choice.head == person.git("rev-parse", "HEAD")


def test_a_closed_pull_request_gives_the_branch_a_suffix(mirror: Mirror, person: Person) -> None:
    person.push("docs-blog")
    person.push("docs-blog-2")
    mirror.fetch()
    closed = {"docs-blog", "docs-blog-2"}
    choice = choose_branch(
        mirror, "docs-blog", lambda branch, head: "closed" if branch in closed else "ours"
    )
    assert (choice.branch, choice.head, choice.reason) == ("docs-blog-3", None, "closed")
    closed.remove("docs-blog-2")
    choice = choose_branch(
        mirror, "docs-blog", lambda branch, head: "closed" if branch in closed else "ours"
    )
    assert (choice.branch, choice.reason) == ("docs-blog-2", "closed")
    assert choice.head


@pytest.mark.parametrize("name", ["", "-x", "a b", "a..b", "a~1", "HEAD", "a.lock", "@{-1}"])
def test_what_is_no_branch_name_is_refused(mirror: Mirror, name: str) -> None:
    assert not is_branch_name(mirror.git, name)
    with pytest.raises(InputError, match="not a valid branch name"):
        choose_branch(mirror, name)


@pytest.mark.parametrize(("there", "wanted"), [("docs", "docs/blog"), ("docs/blog", "docs")])
def test_a_branch_in_the_way_is_named(
    mirror: Mirror, person: Person, there: str, wanted: str
) -> None:
    person.push(there)
    mirror.fetch()
    with pytest.raises(InputError, match=f"beside the branch {there}"):
        choose_branch(mirror, wanted)


def test_names_in_other_scripts_are_branches(mirror: Mirror, remote: Path) -> None:
    assert is_branch_name(mirror.git, "docs-für-блог")
