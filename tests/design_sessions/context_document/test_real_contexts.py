"""Two real contexts, held against their manifests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from design_sessions.components import normal_type
from design_sessions.context_document.finding.locate import list_contexts
from design_sessions.context_document.reading import read_context
from design_sessions.rule_files import read_rules
from design_sessions.rules import matching_rules

CONTEXTS = ["integrations_small", "sessions_large"]


class Overlaid:
    """The documents of a context, with those under ``reference/`` in their proper places."""

    def __init__(self, root: Path) -> None:
        self._paths = {
            path.relative_to(root).as_posix().removeprefix("reference/"): path
            for path in root.rglob("*.md")
        }

    def read_bytes(self, path: str) -> bytes | None:
        return self._paths[path].read_bytes() if path in self._paths else None

    def list_files(self, prefix: str = "") -> list[str]:
        return sorted(path for path in self._paths if path.startswith(prefix))


def manifest_of(directory: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((directory / "manifest.json").read_text())
    return manifest


@pytest.mark.parametrize("name", CONTEXTS)
def test_components_are_those_of_the_manifest(shared_data: Path, name: str) -> None:
    manifest = manifest_of(shared_data / name)
    files = Overlaid(shared_data / name)
    for form in (manifest["context_name"], manifest["context_doc_path"]):
        context = read_context(files, form)
        assert context.module == manifest["context_name"]
        assert context.dependencies == manifest["context_dependencies"]
        assert context.diagnostics == []
        assert {
            (c.module, c.declared_type, c.type, c.design_path, c.description)
            for c in context.components
        } == {
            (c["module"], c["type"], normal_type(c["type"]), c["design_path"], c["description"])
            for c in manifest["components"]
        }


@pytest.mark.parametrize("name", CONTEXTS)
def test_rules_are_those_of_the_manifest(shared_data: Path, name: str) -> None:
    manifest = manifest_of(shared_data / name)
    files = Overlaid(shared_data / name)
    rules, diagnostics = read_rules(files)
    assert diagnostics == []
    assert len(rules) == len(manifest["rules"])
    components = {c.module: c for c in read_context(files, manifest["context_name"]).components}
    for expected in manifest["components"]:
        component = components[expected["module"]]
        found = matching_rules(rules, component.type, declared_type=component.declared_type)
        assert {rule.path for rule in found} == set(expected["rules_design"])


@pytest.mark.parametrize("name", CONTEXTS)
def test_the_context_is_listed(shared_data: Path, name: str) -> None:
    manifest = manifest_of(shared_data / name)
    assert manifest["context_name"] in {
        each.module for each in list_contexts(Overlaid(shared_data / name))
    }
