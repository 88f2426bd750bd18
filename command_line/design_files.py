"""Which component a design file belongs to, and whether it is valid."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, Field

from command_line.working_tree import WorkingTree
from design_sessions.components import ComponentType
from design_sessions.context_document import list_contexts, read_context
from design_sessions.definitions import definition_for
from design_sessions.design_document import DesignProblem, validate_design
from design_sessions.errors import DesignSessionError, InputError
from design_sessions.modules import is_module_name

_TITLE = re.compile(r"^#\s+`?([^`\n]+?)`?\s*#*\s*$", re.MULTILINE)


class FileVerdict(BaseModel):
    """How the validation of one design file ended."""

    path: str
    valid: bool
    module: str
    type: str
    standard: str
    problems: list[DesignProblem] = Field(default_factory=list)


class Subject(NamedTuple):
    """What a document is about."""

    module: str
    type: ComponentType


def validate_files(paths: Iterable[Path]) -> list[FileVerdict]:
    """Validate design files, in the order given.

    Raises:
        InputError: a path is not there, cannot be read, or holds no design file.
    """
    verdicts: list[FileVerdict] = []
    for path in paths:
        if not path.exists():
            raise InputError(f"{path} does not exist.", "Name design files or directories.")
        tree = WorkingTree.around(path)
        if path.is_file():
            verdicts.append(_validate(tree, path, str(path)))
            continue
        below = [
            tree.root / relative
            for relative in sorted(_listed(tree.root))
            if (tree.root / relative).is_relative_to(path.resolve())
            and (tree.root / relative).is_file()
        ]
        if not below:
            raise InputError(
                f"{path} has no design file of a component that a context document lists.",
                "Name the files one by one.",
            )
        verdicts += [_validate(tree, file, tree.relative(file)) for file in below]
    return verdicts


def _validate(tree: WorkingTree, path: Path, shown: str) -> FileVerdict:
    try:
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    standard = "spec" if path.name.endswith(".spec.md") else "design"
    subject = _listed(tree.root).get(tree.relative(path))
    module, kind = subject or (_titled(text, path), ComponentType.OTHER)
    problems = validate_design(text, definition=definition_for(standard, kind), module=module)
    return FileVerdict(
        path=shown,
        valid=not problems,
        module=module,
        type=str(kind),
        standard=standard,
        problems=problems,
    )


def _titled(text: str, path: Path) -> str:
    """A file that no context lists says itself which module it is about."""
    found = _TITLE.search(text)
    if found and is_module_name(found.group(1)):
        return found.group(1)
    stem = path.name.removesuffix(".md").removesuffix(".spec")
    return "".join(part.capitalize() for part in re.split(r"[_\W]+", stem)) or "Design"


@cache
def _listed(root: Path) -> dict[str, Subject]:
    """All contexts of a directory and all their components, by the path of their document."""
    tree = WorkingTree(root)
    found: dict[str, Subject] = {}
    for context in list_contexts(tree):
        try:
            design = read_context(tree, context.path)
        except DesignSessionError:
            continue
        found.setdefault(design.path, Subject(design.module, ComponentType.CONTEXT))
        found.update({c.design_path: Subject(c.module, c.type) for c in design.components})
    return found
