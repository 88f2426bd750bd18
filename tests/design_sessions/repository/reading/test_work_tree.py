from __future__ import annotations

from pathlib import Path

from design_sessions.repository.reading.work_tree import WorkTree
from tests.support.repositories import make_checkout


def test_a_checkout_is_read_as_it_lies_on_the_disk(tmp_path: Path) -> None:
    top = tmp_path / "checkout"
    (top / "docs").mkdir(parents=True)
    (top / "docs" / "committed.md").write_text("Old.")
    (top / "gone.md").write_text("Gone.")
    (top / ".gitignore").write_text("*.log\n")
    make_checkout(top)
    (top / "docs" / "committed.md").write_text("New.")
    (top / "docs" / "new é.md").write_text("New.")
    (top / "noise.log").write_text("Noise.")
    (top / "gone.md").unlink()
    (top / "link.md").symlink_to(top / "docs" / "committed.md")

    tree = WorkTree(top)

    assert tree.list_files() == [".gitignore", "docs/committed.md", "docs/new é.md"]
    assert tree.list_files("docs") == ["docs/committed.md", "docs/new é.md"]
    assert tree.read_bytes("docs/committed.md") == b"New."
    for path in ("gone.md", "link.md", "../outside.md", "docs"):
        assert tree.read_bytes(path) is None
