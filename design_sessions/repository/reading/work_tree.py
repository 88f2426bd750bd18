"""Reading the files of a checkout as they lie on the disk, committed or not."""

from __future__ import annotations

from pathlib import Path

from design_sessions.context_document.model import LARGEST_FILE
from design_sessions.repository.git.command import GitCommand
from design_sessions.repository.reading.paths import normalise_path
from design_sessions.unprintable import is_printable


class WorkTree:
    """The regular files of a checkout that git does not ignore; symbolic links do not exist.

    Args:
        top: the top directory of the checkout.
    """

    def __init__(self, top: Path) -> None:
        self._top = top
        output = GitCommand(top).run(
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
            action=f"list the files of {top}",
        )
        names = {name.decode("utf-8", "replace") for name in output.stdout.split(b"\0") if name}
        self._files = sorted(
            name for name in names if is_printable(name) and self._is_regular(name)
        )

    def list_files(self, prefix: str = "") -> list[str]:
        """Paths of all files in the directory ``prefix``, sorted."""
        wanted = normalise_path(prefix)
        if wanted is None:
            return []
        return [path for path in self._files if not wanted or path.startswith(f"{wanted}/")]

    def read_bytes(self, path: str) -> bytes | None:
        """The first ``LARGEST_FILE`` bytes of a file, None without such a file."""
        normal = normalise_path(path)
        if normal is None or not self._is_regular(normal):
            return None
        try:
            with (self._top / normal).open("rb") as file:
                return file.read(LARGEST_FILE)
        except OSError:
            return None

    def exists(self, path: str) -> bool:
        """Whether a regular file has this path."""
        normal = normalise_path(path)
        return normal is not None and self._is_regular(normal)

    def read_text(self, path: str) -> str | None:
        """The content as UTF-8 without a byte order mark; other bytes become U+FFFD."""
        content = self.read_bytes(path)
        return None if content is None else content.decode("utf-8-sig", "replace")

    def _is_regular(self, path: str) -> bool:
        file = self._top
        for part in path.split("/"):
            file = file / part
            if file.is_symlink():
                return False
        return file.is_file()
