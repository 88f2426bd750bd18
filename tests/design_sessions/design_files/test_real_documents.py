"""Real designs beside their context: the verdict on sections, and warnings worth reading."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from design_sessions.design_files import FileVerdict, validate_files

REQUIRED = {
    ("design", "schema"): [{"purpose"}, {"fields", "field documentation"}],
    ("design", "other"): [{"purpose"}, {"public api"}, {"execution flow"}],
    ("spec", "schema"): [{"fields", "field documentation"}],
    ("spec", "other"): [{"delegates", "functions"}, {"dependencies"}],
}
"""By standard and type; of each set one is enough."""


def headings(text: str) -> set[str]:
    """Headings of level 2, lower-cased and trimmed, read line by line."""
    unfenced = re.sub(r"^(```+|~~~+).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL)
    return {name.strip().lower() for name in re.findall(r"^## (.+)$", unfenced, re.MULTILINE)}


def laid_out(source: Path, checkout: Path) -> dict[str, str | None]:
    """Context and designs as they lie in their repository; types by path, as the manifest says."""
    manifest = json.loads((source / "manifest.json").read_text(encoding="utf-8"))
    shutil.copytree(source / "reference", checkout, dirs_exist_ok=True)
    context = manifest["context_doc_path"]
    shutil.copyfile(source / context, checkout / context)
    return {
        each["design_path"]: each["type"]
        for each in manifest["components"]
        if (checkout / each["design_path"]).exists()
    }


def missing(verdict: FileVerdict) -> int:
    return sum(problem.rule == "required-section" for problem in verdict.problems)


@pytest.mark.parametrize("name", ["integrations_small", "sessions_large"])
def test_required_sections_are_judged_as_an_independent_reading_does(
    shared_data: Path, tmp_path: Path, name: str
) -> None:
    types = laid_out(shared_data / name, tmp_path)
    verdicts = {
        Path(each.path).relative_to(tmp_path).as_posix(): each
        for each in validate_files([tmp_path])
    }
    assert types
    for path, declared in types.items():
        kind = "schema" if (declared or "").lower() == "schema" else "other"
        found = headings((tmp_path / path).read_text(encoding="utf-8"))
        needed = REQUIRED[verdicts[path].standard, kind]
        assert missing(verdicts[path]) == sum(not found & each for each in needed), path


def test_warnings_about_real_designs_are_true(shared_data: Path, tmp_path: Path) -> None:
    for name in ("integrations_small", "sessions_large"):
        laid_out(shared_data / name, tmp_path)
    warnings = [
        (verdict, problem.message)
        for verdict in validate_files([tmp_path])
        for problem in verdict.problems
        if problem.severity == "warning"
    ]
    components = [
        (Path(verdict.path).name, *re.findall(r"component (\S+)", message))
        for verdict, message in warnings
        if "component" in message
    ]
    assert components == [
        ("behaviour.md", "CodeMySpec.Integrations.Providers.Github"),
        ("session_server.spec.md", "CodeMySpec.Sessions.Orchestrator"),
    ]
    dependencies = [
        (message.split(" lists no dependency ")[0], message.split()[4].rstrip(":"))
        for _, message in warnings
        if "component" not in message
    ]
    assert len(dependencies) == 28
    for context, name in dependencies:
        text = (tmp_path / context).read_text(encoding="utf-8")
        assert not re.search(rf"\b{name.rpartition('.')[2]}\.", text), name
        assert f"- {name}\n" not in text, name
