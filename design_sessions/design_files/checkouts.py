"""The checkout that a file lies in: its settings, its layouts, and what the file's path means."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from design_sessions.definitions import Definitions
from design_sessions.layouts import LAYOUTS, Layout, layout_for, path_below_root
from design_sessions.project_settings.model import ProjectSettings

FindSettings = Callable[[Path], ProjectSettings]
"""The settings of the checkout that a directory lies in."""


@dataclass(frozen=True)
class Place:
    """Where a design lies: the directory that has the layout, and the path below its root."""

    layout: Layout
    base: Path
    below: str

    @property
    def path(self) -> str:
        """The path relative to the directory that has the layout."""
        root = f"{self.layout.root}/" if self.layout.root else ""
        return f"{root}{self.below}{self.layout.suffix}"


@dataclass(frozen=True)
class Checkout:
    """What holds for the files of one directory."""

    repository: Path | None
    """The top of the work tree; None outside of one."""
    settings: ProjectSettings
    definitions: Definitions
    layouts: tuple[Layout, ...]

    def place(self, file: Path) -> Place | None:
        """The layout that a file belongs to; None for a file outside every layout.

        In a repository the layout is the outermost below its top. Without one it is the innermost,
        since the directories around a project may have any name.
        """
        bases = list(file.parents)
        if self.repository is not None:
            bases = bases[bases.index(self.repository) :: -1]
        for base in bases:
            relative = file.relative_to(base).as_posix()
            for layout in self.layouts:
                below = path_below_root(layout, relative)
                if below is not None:
                    return Place(layout, base, below)
        return None


class Checkouts:
    """Checkouts by directory; each directory is looked at once."""

    def __init__(self, find_settings: FindSettings) -> None:
        self._find_settings = find_settings
        self._by_directory: dict[Path, Checkout] = {}
        self._chosen: dict[tuple[str, Path | None], Layout] = {}

    def of(self, file: Path) -> Checkout:
        """The checkout of a file, whose path must be absolute.

        Raises:
            InputError: the project's settings cannot be read.
        """
        directory = file.parent
        if directory not in self._by_directory:
            self._by_directory[directory] = self._read(directory)
        return self._by_directory[directory]

    def _read(self, directory: Path) -> Checkout:
        settings = self._find_settings(directory)
        top = repository_of(directory)
        layouts = LAYOUTS
        if settings.documents.layout is not None:
            layouts = (self._chosen_layout(settings.documents.layout, top), *LAYOUTS)
        return Checkout(top, settings, settings.all_definitions(), layouts)

    def _chosen_layout(self, setting: str, top: Path | None) -> Layout:
        key = (setting, top)
        if key not in self._chosen:
            specs = _spec_files(top) if top is not None else iter(())
            self._chosen[key] = layout_for(setting, specs)
        return self._chosen[key]


def repository_of(directory: Path) -> Path | None:
    """The top of the work tree that a directory lies in."""
    candidates = (directory, *directory.parents)
    return next((each for each in candidates if (each / ".git").exists()), None)


def _spec_files(top: Path) -> Iterator[str]:
    for root, directories, names in os.walk(top):
        directories[:] = [name for name in directories if name != ".git"]
        for name in names:
            if name.endswith(".spec.md"):
                yield Path(root, name).relative_to(top).as_posix()
