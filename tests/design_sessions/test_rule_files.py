from __future__ import annotations

import pytest

from design_sessions.project_settings.model import ProjectSettings
from design_sessions.project_settings.rules_directory import read_project_rules
from design_sessions.rule_files import read_rule, read_rules
from design_sessions.rules import Rule, matching_rules


class Files(dict[str, str | bytes]):
    def read_bytes(self, path: str) -> bytes | None:
        content = self.get(path)
        return content.encode() if isinstance(content, str) else content

    def list_files(self, prefix: str = "") -> list[str]:
        return [path for path in self if path.startswith(prefix)]


def test_rules_are_read_from_their_directory() -> None:
    files = Files(
        {
            "rules/schema.md": '---\ncomponent_type: "Schema"\nsession_type: design\n---\n\n# A\n',
            "rules/all.md": "Always.\n",
            "rules/deeper/more.md": "Never.\n",
            "rules/notes.txt": "Never.\n",
            "docs/rules/other.md": "Never.\n",
        }
    )
    rules, diagnostics = read_rules(files)
    assert [(each.path, each.line) for each in diagnostics] == [("rules/deeper/more.md", 1)]
    assert rules == [
        Rule(path="rules/all.md", name="all", content="Always."),
        Rule(
            path="rules/schema.md",
            name="schema",
            content="# A",
            component_type="schema",
            session_type="design",
        ),
    ]


class LinkedFiles(Files):
    def list_links(self, prefix: str = "") -> list[str]:
        return [path for path in ("rules/house.md", "rules/logo.png") if path.startswith(prefix)]


def test_a_rule_that_is_a_symbolic_link_is_named() -> None:
    rules, diagnostics = read_rules(LinkedFiles({"rules/all.md": "Always.\n"}))
    assert [rule.name for rule in rules] == ["all"]
    assert [(each.path, each.message) for each in diagnostics] == [
        ("rules/house.md", "It is a symbolic link, which is not followed.")
    ]


@pytest.mark.parametrize(
    ("front_matter", "line"),
    [
        ("component_type: *\n---\n", 2),
        ("a: b\ncomponent_type: [\n---\n", 3),
        ("component_type: [schema]\n---\n", 2),
        ("- a\n- b\n---\n", 2),
        ("component_type: schema\n", 1),
        (f"component_type: {'[' * 1_500}\n---\n", 1),
        (f"component_type: {'x' * 5_000}\n---\n", 1),
        ("component_type: \x07\n---\n", 1),
        ("component_type: 2020-99-99\n---\n", 1),
    ],
)
def test_front_matter_that_cannot_be_read_is_reported_and_the_rule_left_out(
    front_matter: str, line: int
) -> None:
    rules, (diagnostic,) = read_rules(Files({"rules/a.md": f"---\n{front_matter}Text.\n"}))
    assert rules == []
    assert (diagnostic.path, diagnostic.line) == ("rules/a.md", line)
    assert diagnostic.message.endswith("The rule is ignored.")


def test_a_rule_that_every_agent_would_pay_dearly_for_is_reported_and_left_out() -> None:
    files = Files({"rules/long.md": "x" * 100_001, "rules/short.md": "x" * 100_000})
    (rule,), (diagnostic,) = read_rules(files)
    assert rule.name == "short"
    assert (diagnostic.path, diagnostic.line) == ("rules/long.md", 1)
    assert diagnostic.message == (
        "The file has more than 100,000 characters: shorten it. The rule is ignored."
    )


def test_front_matter_that_would_fill_the_memory_when_shown_is_not_shown() -> None:
    levels = [f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]" for n in range(1, 12)]
    front_matter = "\n".join(["x0: &x0 [z]", *levels, "component_type: *x11"])
    rules, (diagnostic,) = read_rules(Files({"rules/a.md": f"---\n{front_matter}\n---\nText.\n"}))
    assert rules == []
    assert "The component_type is not text" in diagnostic.message


def test_a_rule_that_is_not_utf_8_is_read_and_reported() -> None:
    files = Files({"rules/a.md": b"---\nsession_type: design\n---\nWrite na\xefvely.\n"})
    (rule,), (diagnostic,) = read_rules(files)
    assert (rule.session_type, rule.content) == ("design", "Write na\ufffdvely.")
    assert (diagnostic.path, diagnostic.line) == ("rules/a.md", 4)
    assert "save the file as UTF-8" in diagnostic.message


@pytest.mark.parametrize(
    ("front_matter", "line", "said"),
    [
        ('component_type: "*"\nsession_type: design', None, ""),
        ("component_type: Schema\nsession_type: Code", None, ""),
        ("component_type: background_job", None, ""),
        ("component_type: feature\nsession_type: content", None, ""),
        (
            "session_type: design\ncomponent_type: shema",
            3,
            'The component_type "shema" is not a known type; did you mean schema? Only a component '
            "whose document calls its type so gets this rule.",
        ),
        (
            "component_type: schema\nsession_type: desing",
            3,
            'The session_type "desing" is not a known type; did you mean design? No session gets '
            "this rule.",
        ),
        ('"component_type": zzz', 2, 'The component_type "zzz" is not a known type. Only'),
    ],
)
def test_a_rule_for_a_type_that_there_is_not_is_reported_and_read_all_the_same(
    front_matter: str, line: int | None, said: str
) -> None:
    files = Files({"rules/a.md": f"---\n{front_matter}\n---\nText.\n"})
    rules, diagnostics = read_rules(files, component_types=["schema", "background_job"])
    assert len(rules) == 1
    assert [each.line for each in diagnostics] == ([] if line is None else [line])
    assert all(each.message.startswith(said) for each in diagnostics)


def test_missing_keys_mean_every_type() -> None:
    read = read_rule("rules/a.md", "---\ncomponent_type:\n---\nText.\n")
    assert isinstance(read, Rule)
    assert (read.component_type, read.session_type) == ("*", "*")


def test_rules_may_lie_in_a_directory_of_the_projects_choice() -> None:
    files = Files({"rules/a.md": "A.", "docs/guide/b.md": "B."})
    rules, _ = read_rules(files, "docs/guide")
    assert [each.path for each in rules] == ["docs/guide/b.md"]


def test_a_type_may_be_written_as_a_document_writes_it() -> None:
    files = Files({"rules/jobs.md": '---\ncomponent_type: "Oban  Worker"\n---\nIdempotent.\n'})
    rules, diagnostics = read_rules(files, component_types={"oban_worker"})
    assert diagnostics == []
    assert [rule.component_type for rule in rules] == ["oban_worker"]
    (matched,) = matching_rules(rules, "other", declared_type="Oban Worker")
    assert matched.content == "Idempotent."


def test_a_pointer_of_lfs_is_no_rule() -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
    rules, (diagnostic,) = read_rules(Files({"rules/all.md": pointer}))
    assert rules == []
    assert "pointer of Git LFS" in diagnostic.message


def test_rules_beside_another_applications_documents_are_said_not_to_be_in_force() -> None:
    files = Files(
        {
            "rules/all.md": "Always.\n",
            "apps/admin/docs/rules/own.md": "Not here.\n",
            ".claude/rules/other.md": "Not ours.\n",
        }
    )
    rules, (diagnostic,) = read_project_rules(ProjectSettings(), files)
    assert [rule.name for rule in rules] == ["all"]
    assert diagnostic.path == "apps/admin/docs/rules/own.md"
    assert "not in force" in diagnostic.message


def test_a_rule_with_an_unresolved_conflict_is_reported() -> None:
    text = "Always.\n\n<<<<<<< HEAD\nTabs.\n=======\nSpaces.\n>>>>>>> main\n"
    rules, (found,) = read_rules(Files({"rules/all.md": text}))
    assert rules == []
    assert found.line == 3
    assert "lines 3 to 7 are an unresolved merge conflict" in found.message
