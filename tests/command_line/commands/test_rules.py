from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from design_sessions.store import Store
from tests.command_line.conftest import Command, Ended
from tests.support.repositories import (
    CONTEXT,
    CONTEXT_PATH,
    TestRepository,
    commit_all,
    context_document,
    make_checkout,
    make_repository,
)

SETTINGS = """\
[documents]
rules = "guidelines"

[types]
Process = "genserver"
"""


def rule(component_type: str, session_type: str = "design", text: str = "Be plain.") -> str:
    return f'---\ncomponent_type: "{component_type}"\nsession_type: "{session_type}"\n---\n{text}\n'


@pytest.fixture
def shop(tmp_path: Path) -> str:
    """A repository with rules in a directory of its own choice, and a type of its own."""
    made: TestRepository = make_repository(
        tmp_path,
        {
            CONTEXT_PATH: context_document({"Post": "schema", "Cache": "Process"}),
            "context-design.toml": SETTINGS,
            "guidelines/schema.md": rule("schema"),
            "guidelines/process.md": rule("genserver"),
            "guidelines/code.md": rule("*", "code"),
            "guidelines/broken.md": "---\ncomponent_type: [\n---\nText.\n",
            "rules/ignored.md": rule("*"),
        },
    )
    return str(made.checkout)


@pytest.fixture
def shared_data() -> Path:
    """Real contexts that are no part of this repository."""
    directory = Path(__file__).parents[3].parent / "shared" / "data"
    if not directory.is_dir():
        pytest.skip(f"needs {directory}")
    return directory


def names(listed: list[dict[str, Any]]) -> list[str]:
    return [each["name"] for each in listed]


def answered(ended: Ended) -> Any:
    assert ended.code == 0, ended.err
    return json.loads(ended.out)


def test_the_rules_of_a_type_are_shown_in_order_with_why_and_why_not(
    client: Command, shop: str
) -> None:
    ended = client("rules", "--type", "Schema", "--repo", shop)

    assert ended.code == 0, ended.err
    lines = [line.strip() for line in ended.out.splitlines()]
    assert lines[0] == "A component of type Schema gets 1 of 3 rules:"
    assert (
        "+ guidelines/schema.md: for components of type schema, in sessions of type design"
    ) in lines
    assert "- guidelines/code.md: it is for sessions of type code" in lines
    assert any(line.startswith("guidelines/broken.md:2: ") for line in lines)


def test_a_type_of_the_projects_own_gets_the_rules_of_what_it_is_mapped_to(
    client: Command, shop: str
) -> None:
    found = answered(client("rules", "--type", "Process", "--repo", shop, "--json"))
    assert (found["type"], found["declared_type"]) == ("genserver", "Process")
    assert names(found["rules"]) == ["process"]
    assert names(found["left_out"]) == ["code", "schema"]


def test_the_rules_of_a_contexts_components_are_shown(client: Command, shop: str) -> None:
    found = answered(client("rules", "--context", CONTEXT, "--repo", shop, "--json"))
    assert {each["name"]: names(each["rules"]) for each in found["components"]} == {
        "Post": ["schema"],
        "Cache": ["process"],
    }
    one = answered(
        client("rules", "--context", CONTEXT, "--component", "Post", "--repo", shop, "--json")
    )
    assert (one["module"], names(one["rules"])) == ("Shop.Blog.Post", ["schema"])


def test_a_component_that_is_not_there_is_answered_with_those_that_are(
    client: Command, shop: str
) -> None:
    ended = client("rules", "--context", CONTEXT, "--component", "Pots", "--repo", shop)
    assert ended.code == 2
    assert "Post" in ended.err


def test_a_type_that_nothing_speaks_of_is_told(client: Command, shop: str) -> None:
    ended = client("rules", "--type", "shema", "--repo", shop)
    assert "shema is not a known type and is designed as other; did you mean schema?" in ended.out


@pytest.mark.usefixtures("store")
def test_an_accounts_rules_are_kept_shown_and_removed(
    client: Command, shop: str, tmp_path: Path
) -> None:
    (tmp_path / "house.md").write_text(rule("*"))
    (tmp_path / "schema.md").write_text(rule("schema", text="Another."))

    added = client("rules", "add", str(tmp_path / "house.md"), str(tmp_path / "schema.md"))
    assert added.code == 0, added.err
    found = answered(client("rules", "--type", "schema", "--repo", shop, "--json"))
    assert [(each["name"], each["source"], each["path"]) for each in found["rules"]] == [
        ("house", "account", None),
        ("schema", "repository", "guidelines/schema.md"),
    ]
    shadowed = next(each for each in found["left_out"] if each["source"] == "account")
    assert shadowed["reason"] == "the repository has a rule of the same name"
    other = answered(
        client("rules", "--type", "schema", "--repo", shop, "--account", "globex", "--json")
    )
    assert names(other["rules"]) == ["schema"]

    assert client("rules", "remove", "house").code == 0
    again = client("rules", "remove", "house")
    assert again.code == 2
    assert "It has: schema." in again.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"---\ncomponent_type: [\n---\nText.\n", ":2: "),
        (b"---\ncomponent_type: schema\n---\n<!-- later -->\n", "contains no rule"),
        (b"\xff\xfe", "is not UTF-8"),
    ],
)
def test_a_file_that_is_no_rule_is_not_kept(
    client: Command, store: Store, tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "odd.md").write_bytes(content)
    (tmp_path / "good.md").write_text(rule("*"))

    ended = client("rules", "add", str(tmp_path / "good.md"), str(tmp_path / "odd.md"))

    assert ended.code == 2
    assert said in ended.err
    listed = answered(client("rules", "--repo", str(_empty(tmp_path)), "--json"))
    assert listed["rules"] == []


def _empty(tmp_path: Path) -> Path:
    empty = tmp_path / "empty"
    empty.mkdir()
    make_checkout(empty)
    return empty


def test_rules_cannot_be_kept_before_there_is_a_database(client: Command, tmp_path: Path) -> None:
    (tmp_path / "house.md").write_text(rule("*"))
    ended = client("rules", "add", str(tmp_path / "house.md"))
    assert ended.code == 2
    assert "Start a worker once" in ended.err


def test_an_option_that_would_be_lost_before_a_subcommand_is_refused(client: Command) -> None:
    ended = client("rules", "--account", "acme", "add", "house.md")
    assert ended.code == 2
    assert "Give options after `add`" in ended.err


def test_settings_that_cannot_be_read_are_told_with_their_line(
    client: Command, tmp_path: Path
) -> None:
    made = make_repository(tmp_path, {"context-design.toml": "[document]\n"})
    ended = client("rules", "--type", "schema", "--repo", str(made.checkout))
    assert ended.code == 2
    assert "context-design.toml:1: " in ended.err
    assert "did you mean [documents]?" in ended.err


@pytest.mark.parametrize("name", ["integrations_small", "sessions_large"])
def test_the_rules_of_real_components_are_those_of_their_manifest(
    client: Command, shared_data: Path, tmp_path: Path, name: str
) -> None:
    manifest = json.loads((shared_data / name / "manifest.json").read_text())
    copy = shutil.copytree(shared_data / name, tmp_path / name)
    # The components' own documents say types that the context's document does not.
    shutil.copytree(shared_data / name / "reference", copy, dirs_exist_ok=True)
    make_checkout(copy)

    found = answered(
        client("rules", "--context", manifest["context_name"], "--repo", str(copy), "--json")
    )

    assert {c["module"]: {rule["path"] for rule in c["rules"]} for c in found["components"]} == {
        c["module"]: set(c["rules_design"]) for c in manifest["components"]
    }
    for declared in {c["type"] or "other" for c in manifest["components"]}:
        by_type = answered(client("rules", "--type", declared, "--repo", str(copy), "--json"))
        expected = next(
            c["rules_design"] for c in manifest["components"] if (c["type"] or "other") == declared
        )
        assert {rule["path"] for rule in by_type["rules"]} == set(expected)


def test_a_rule_that_would_reach_nobody_is_told(client: Command, tmp_path: Path) -> None:
    made = make_repository(
        tmp_path,
        {
            CONTEXT_PATH: context_document({"Post": "schema", "Import": "Nightly Job"}),
            "context-design.toml": '[types]\nProcess = "genserver"\n[definitions."MCP Tool"]\n',
            "rules/process.md": rule("process"),
            "rules/tools.md": rule("mcp_tool"),
            "rules/jobs.md": rule("nightly_job"),
            "rules/typing.md": rule("shema", "desing"),
        },
    )
    repository = ("--repo", str(made.checkout))
    (made.checkout / "rules" / "latin.md").write_bytes(b"Write na\xefvely.\n")
    commit_all(made.checkout, "In Latin-1")

    every = client("rules", *repository)
    of_context = client("rules", "--context", CONTEXT, *repository)

    assert (every.code, of_context.code) == (0, 0)
    told = [
        line
        for line in every.out.splitlines()
        if line.startswith("rules/") and " not a known " in line
    ]
    assert [line.partition(":")[0] for line in told] == [
        "rules/jobs.md",
        "rules/typing.md",
        "rules/typing.md",
    ]
    assert "rules/latin.md:1: Bytes that are not UTF-8" in every.out
    # The context's own document calls a type so.
    assert "nightly_job" not in of_context.out.partition("rules/latin.md:1:")[2]


def test_a_directory_of_rules_that_is_not_there_is_told(client: Command, tmp_path: Path) -> None:
    made = make_repository(
        tmp_path,
        {
            CONTEXT_PATH: context_document({"Post": "schema"}),
            "context-design.toml": '[documents]\nrules = "nowhere"\n',
            "rules/house.md": rule("*"),
        },
    )
    ended = client("rules", "--repo", str(made.checkout))
    assert ended.out.splitlines() == [
        "There are no rules.",
        'context-design.toml:2: [documents] rules is "nowhere", which is empty: no rules are read.',
    ]
