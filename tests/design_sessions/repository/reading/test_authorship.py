from __future__ import annotations

from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.reading.authorship import Authorship, authors_since
from design_sessions.repository.writing.committer import BranchCommitters
from tests.design_sessions.repository.conftest import Person
from tests.design_sessions.repository.writing.committing import BRANCH, design


def test_the_branch_tells_who_wrote_each_design(
    base: str, committers: BranchCommitters, mirror: Mirror, person: Person
) -> None:
    for name in ("agent", "changed"):
        made = design(base, name, f"# {name}\n")
        trailers = {**made.trailers, "Design-Model": "m-1"}
        committers.commit(mirror.url, made.model_copy(update={"trailers": trailers}))
    person.git("fetch", "--quiet")
    person.git("checkout", "--quiet", "-B", "work", f"origin/{BRANCH}")
    person.commit("docs/design/my_app/blog/changed.md", "# Better\n")
    person.commit("docs/design/my_app/blog/über uns.md", "# By hand\n")
    person.commit("docs/design/my_app/blog/regenerated.md", "# By hand\n")
    person.push(BRANCH)
    again = design(base, "regenerated", "# Anew\n")
    trailers = {**again.trailers, "Design-Model": "m-2"}
    committers.commit(mirror.url, again.model_copy(update={"trailers": trailers}))
    head = mirror.fetch_branch(BRANCH)
    assert head is not None

    found = authors_since(mirror, base, head)

    assert {path.rsplit("/", 1)[1]: author for path, author in found.items()} == {
        "agent.md": Authorship(model="m-1"),
        "changed.md": Authorship(model="m-1", by_hand=True),
        "über uns.md": Authorship(by_hand=True),
        "regenerated.md": Authorship(model="m-2"),
    }


def test_what_the_base_has_is_nobodys_since(base: str, mirror: Mirror) -> None:
    assert authors_since(mirror, base, base) == {}
