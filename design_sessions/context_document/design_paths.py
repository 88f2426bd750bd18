"""The paths of components' documents: from modules to paths, and from listed paths to modules."""

from __future__ import annotations

import posixpath
from collections.abc import Collection

from design_sessions.components import Component
from design_sessions.context_document.finding.identity import spell
from design_sessions.context_document.model import Report
from design_sessions.layouts import (
    Layout,
    design_path,
    path_below_root,
    suffix_of,
    without_suffix,
)
from design_sessions.modules import is_inside, relative_module, underscore, web_module

_MOUNT = "docs"
"""Where an application mounts a repository of documents, so that paths in them may begin so."""


class DesignPaths:
    """From modules to paths and back.

    Args:
        layout: where the documents are.
        context_path: the context document.
        project_module: the project's own module.
        files: all paths of the repository.
    """

    def __init__(
        self,
        layout: Layout,
        *,
        context_path: str,
        project_module: str,
        files: Collection[str],
    ) -> None:
        self._layout = layout
        self._context_path = context_path
        self._project_module = project_module
        self._files = set(files)
        self._trees: dict[str, bool] = {}
        self._paths: dict[str, str] = {}
        self._listed: dict[str, str | None] = {}

    def exists(self, path: str) -> bool:
        """Whether the repository has this file."""
        return path in self._files

    def path_of(self, module: str) -> str:
        """The path of a module's document.

        The project module is put in front by rule, save for a module beside the project
        (``MyAppWeb.PostLive``) where the repository keeps the documents of that tree
        (``my_app_web/``, or ``my_app_web.md`` itself) beside those of the project.
        """
        if module not in self._paths:
            beside = self._beside_project(module)
            self._paths[module] = beside or design_path(self._layout, module, self._project_module)
        return self._paths[module]

    def _beside_project(self, module: str) -> str | None:
        if is_inside(module, self._project_module) or "." not in module:
            return None
        omitted = self._layout.omitted_module
        if omitted is not None and is_inside(module, omitted):
            return self._below_root(relative_module(module, omitted))
        tree = module.split(".", 1)[0]
        if tree not in self._trees:
            base = posixpath.join(self._layout.root, underscore(tree))
            beside = (f"{base}/", f"{base}{self._layout.suffix}")
            self._trees[tree] = any(path.startswith(beside) for path in self._files)
        return self._below_root(module) if self._trees[tree] else None

    def _below_root(self, module: str) -> str:
        return posixpath.join(self._layout.root, underscore(module) + self._layout.suffix)

    def listed_path(self, listed: str) -> str | None:
        """The path in the repository that a context document means by the one it lists.

        It may be relative to the document, to the directory of the context, to the repository's
        or the layout's root, or to an application that mounts the repository at ``docs/``. The
        one that exists is taken, else the shortest inside the context, else one in the layout.
        """
        if listed not in self._listed:
            self._listed[listed] = self._find_listed(listed)
        return self._listed[listed]

    def _find_listed(self, listed: str) -> str | None:
        directory = posixpath.dirname(self._context_path)
        own = without_suffix(self._context_path)
        is_upward = posixpath.normpath(listed).startswith("..")
        bases = [directory] if is_upward else [directory, own, "", self._layout.root]
        candidates = [posixpath.normpath(posixpath.join(base, listed)) for base in bases]
        plain = posixpath.normpath(listed).lstrip("/")
        candidates.append(plain.removeprefix(f"{_MOUNT}/"))
        below = [path for path in candidates if path_below_root(self._layout, path) is not None]
        existing = [path for path in candidates if path in self._files and suffix_of(path)]
        inside = sorted((path for path in below if path.startswith(f"{own}/")), key=len)
        is_whole = path_below_root(self._layout, candidates[-1]) is not None and self._layout.root
        whole = candidates[-1:] if is_whole else []
        return next(iter([*existing, *whole, *inside, *below]), None)

    def module_of(self, path: str, spellings: list[str]) -> str | None:
        """The module that a path in the layout names; None outside of it."""
        below = path_below_root(self._layout, path)
        if below is None:
            return None
        module = spell(below, spellings)
        omitted = self._layout.omitted_module
        if omitted is not None:
            return f"{omitted}.{module}"
        rest = relative_module(module, self._project_module)
        return rest if rest.split(".", 1)[0] == web_module(self._project_module) else module


def report_cases(
    components: list[Component],
    lines: dict[str | None, int],
    files: Collection[str],
    report: Report,
) -> None:
    """Files whose path differs from a design's in its case alone."""
    by_lower: dict[str, list[str]] = {}
    for file in files:
        by_lower.setdefault(file.lower(), []).append(file)
    for component in components:
        path = component.design_path
        others = [file for file in by_lower.get(path.lower(), []) if file != path]
        if others and path not in files:
            line = next((lines[n] for n in lines if n and n.split(".")[-1] == component.name), 1)
            report.add(
                line,
                f"The design of {component.name} would be {path}, beside {others[0]}: where case "
                "does not count, there is room for one of them.",
            )
