import pytest

from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.reading.obstacles import Obstacle, find_obstacles
from tests.design_sessions.repository.conftest import Person

DESIGN = "docs/design/my_app/blog/post.md"


def obstacles(mirror: Mirror, person: Person, *paths: str) -> list[str]:
    """What is said of the person's commit, for designs at these paths."""
    person.push("with-it")
    mirror.fetch()
    found = find_obstacles(mirror.git, person.git("rev-parse", "HEAD"), paths or [DESIGN])
    return [str(obstacle) for obstacle in found]


def link(person: Person, path: str, target: str) -> None:
    file = person.checkout / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.symlink_to(target)
    person.git("add", path)
    person.git("commit", "--quiet", "-m", "Link")


def test_nothing_stands_in_the_way_of_a_new_design_and_of_one_to_replace(
    mirror: Mirror, person: Person
) -> None:
    person.commit(DESIGN, "# Post\n")
    assert obstacles(mirror, person, DESIGN, "docs/design/my_app/blog/new/deep.md") == []


def test_a_file_where_a_directory_is_needed(mirror: Mirror, person: Person) -> None:
    person.commit("docs/design/my_app/blog", "notes")
    assert obstacles(mirror, person) == [
        f"docs/design/my_app/blog is a file, where {DESIGN} needs a directory"
    ]


def test_a_directory_where_the_design_would_be(mirror: Mirror, person: Person) -> None:
    person.commit(f"{DESIGN}/old.txt", "old")
    assert obstacles(mirror, person) == [
        f"{DESIGN} is a directory, where the document would be written"
    ]


def test_a_symbolic_link_where_the_design_would_be(mirror: Mirror, person: Person) -> None:
    link(person, DESIGN, "../elsewhere.md")
    assert obstacles(mirror, person) == [
        f"{DESIGN} is a symbolic link, where the document would be written"
    ]


def test_a_symbolic_link_to_a_directory_on_the_way(mirror: Mirror, person: Person) -> None:
    person.commit("docs/design/elsewhere/tag.md", "# Tag\n")
    link(person, "docs/design/my_app/blog", "../elsewhere")
    assert obstacles(mirror, person) == [
        f"docs/design/my_app/blog is a symbolic link, where {DESIGN} needs a directory"
    ]


def test_a_submodule_on_the_way(mirror: Mirror, person: Person) -> None:
    head = person.git("rev-parse", "HEAD")
    person.git("update-index", "--add", "--cacheinfo", f"160000,{head},docs/design/my_app/blog")
    person.git("commit", "--quiet", "-m", "Submodule")
    assert obstacles(mirror, person) == [
        f"docs/design/my_app/blog is a submodule, where {DESIGN} needs a directory"
    ]


def test_each_design_is_told_what_stands_in_its_way(mirror: Mirror, person: Person) -> None:
    person.commit("docs/design/my_app/blog", "notes")
    person.commit("docs/design/my_app/größe.md/old.txt", "old")
    paths = ["docs/design/my_app/größe.md", DESIGN, "docs/design/my_app/blog/a/b.md", "free.md"]
    assert [text.partition(",")[2] for text in obstacles(mirror, person, *paths)] == [
        " where the document would be written",
        f" where {DESIGN} needs a directory",
        " where docs/design/my_app/blog/a/b.md needs a directory",
    ]


def test_a_context_of_many_designs_is_looked_through_at_once(
    mirror: Mirror, person: Person
) -> None:
    paths = [f"docs/design/my_app/blog/component_{number:04}.md" for number in range(600)]
    person.commit(f"{paths[-1]}/x", "x")
    head = person.git("rev-parse", "HEAD")
    person.push("with-it")
    mirror.fetch()
    assert find_obstacles(mirror.git, head, paths) == [
        Obstacle(path=paths[-1], kind="directory", document=paths[-1])
    ]


@pytest.mark.parametrize(
    "name", [".git", ".GIT", "git~1", ".git.", ".git ", ".g\u200cit", ".git::$INDEX_ALLOCATION"]
)
def test_a_name_that_git_would_refuse(mirror: Mirror, person: Person, name: str) -> None:
    person.commit("a.md", "a")
    path = f"docs/{name}/post.md"
    assert obstacles(mirror, person, path, "docs/.github/post.md", "docs/git.md") == [
        f"docs/{name} is a name that git keeps for itself, where {path} needs a directory"
    ]


def test_a_name_that_nobody_could_check_out(mirror: Mirror, person: Person) -> None:
    person.commit("a.md", "a")
    fits, long = f"docs/{'é' * 126}.md", f"docs/{'é' * 127}.md"
    assert obstacles(mirror, person, fits, long) == [
        f"{long} is a name of more than 255 bytes, where the document would be written"
    ]
