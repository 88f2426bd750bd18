from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from design_sessions.design_document.problems import RULES
from tests.command_line.conftest import Command

CONTEXT = """# MyApp.Blog

## Components

### Tag

| field | value |
| ----- | ----- |
| type | schema |

A label.

### Post

| field | value |
| ----- | ----- |
| type | schema |

What is written.
"""
VALID = "# MyApp.Blog.Post\n\n## Purpose\n\nA post.\n\n## Fields\n\n| Field |\n| --- |\n| id |\n"
WARNED = VALID.replace("| Field |\n| --- |\n| id |", "- id")
INVALID = "# MyApp.Blog.Tag\n\n## Purpose\n\nTBD\n"

SARIF: dict[str, Any] = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": {"$ref": "#/$defs/run"}},
    },
    "additionalProperties": False,
    "$defs": {
        "message": {
            "type": "object",
            "required": ["text"],
            "properties": {"text": {"type": "string", "minLength": 1}},
            "additionalProperties": False,
        },
        "run": {
            "type": "object",
            "required": ["tool", "results"],
            "properties": {
                "tool": {
                    "type": "object",
                    "required": ["driver"],
                    "properties": {
                        "driver": {
                            "type": "object",
                            "required": ["name"],
                            "properties": {
                                "name": {"type": "string"},
                                "rules": {
                                    "type": "array",
                                    "uniqueItems": True,
                                    "items": {
                                        "type": "object",
                                        "required": ["id"],
                                        "properties": {
                                            "id": {"type": "string"},
                                            "shortDescription": {"$ref": "#/$defs/message"},
                                        },
                                        "additionalProperties": False,
                                    },
                                },
                            },
                            "additionalProperties": False,
                        }
                    },
                    "additionalProperties": False,
                },
                "results": {"type": "array", "items": {"$ref": "#/$defs/result"}},
            },
            "additionalProperties": False,
        },
        "result": {
            "type": "object",
            "required": ["message", "ruleId", "level", "locations"],
            "properties": {
                "ruleId": {"type": "string"},
                "ruleIndex": {"type": "integer", "minimum": 0},
                "level": {"enum": ["none", "note", "warning", "error"]},
                "message": {"$ref": "#/$defs/message"},
                "locations": {"type": "array", "items": {"$ref": "#/$defs/location"}},
            },
            "additionalProperties": False,
        },
        "location": {
            "type": "object",
            "required": ["physicalLocation"],
            "properties": {
                "physicalLocation": {
                    "type": "object",
                    "required": ["artifactLocation", "region"],
                    "properties": {
                        "artifactLocation": {
                            "type": "object",
                            "required": ["uri"],
                            "properties": {"uri": {"type": "string", "pattern": "^[^ %]*$"}},
                        },
                        "region": {
                            "type": "object",
                            "required": ["startLine"],
                            "properties": {"startLine": {"type": "integer", "minimum": 1}},
                        },
                    },
                }
            },
        },
    },
}
"""What of SARIF 2.1.0 we write, by the standard's own schema."""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose context lists two components: one design is invalid, one is warned about."""
    root = tmp_path / "my_app"
    designs = root / "docs" / "design" / "my_app" / "blog"
    designs.mkdir(parents=True)
    (root / ".git").mkdir()
    designs.with_suffix(".md").write_text(CONTEXT)
    (designs / "tag.md").write_text(INVALID)
    (designs / "post.md").write_text(WARNED)
    return root


def design(checkout: Path, name: str) -> str:
    return str(checkout / "docs" / "design" / "my_app" / "blog" / f"{name}.md")


def test_problems_are_reported_with_line_severity_and_fix(client: Command, checkout: Path) -> None:
    tag, post = design(checkout, "tag"), design(checkout, "post")

    ended = client("validate", tag, post)

    lines = ended.out.splitlines()
    assert ended.code == 1
    assert lines[0].startswith(f'{tag}:3: error: The section "Purpose" is empty: write it.')
    assert lines[1].startswith(f'{tag}:5: error: The section "Fields" is missing: add `## Fields`.')
    assert lines[2] == f"{post}: valid schema design of MyApp.Blog.Post"
    assert lines[3].startswith(f'{post}:7: warning: The section "Fields" has no table')
    assert lines[4:] == ["2 documents, 1 invalid: 2 errors, 1 warning."]


def test_what_is_around_a_design_or_left_of_a_merge_is_an_error(
    client: Command, checkout: Path
) -> None:
    post = Path(design(checkout, "post"))
    post.write_text(
        f"Here is the document:\n\n{VALID}\n<<<<<<< HEAD\nA.\n=======\nB.\n>>>>>>> main\n"
        "\nLet me know if you want changes.\n"
    )

    ended = client("validate", "--json", str(post))

    (verdict,) = json.loads(ended.out)
    assert ended.code == 1
    assert [(each["line"], each["rule"]) for each in verdict["problems"]] == [
        (1, "conversation"),
        (15, "merge-conflict"),
        (21, "conversation"),
    ]


def test_warnings_fail_only_where_they_are_asked_to(client: Command, checkout: Path) -> None:
    post = design(checkout, "post")

    assert client("validate", post).code == 0
    assert client("validate", post, "--strict").code == 1


def test_a_valid_design_is_said_to_be(client: Command, checkout: Path) -> None:
    Path(design(checkout, "post")).write_text(VALID)

    ended = client("validate", design(checkout, "post"), "--strict")

    assert ended.code == 0
    assert ended.out.endswith("1 document, none invalid: 0 errors, 0 warnings.\n")


def test_json_lists_every_file_with_its_problems(client: Command, checkout: Path) -> None:
    ended = client("validate", design(checkout, "tag"), design(checkout, "post"), "--json")

    tag, post = json.loads(ended.out)
    assert ended.code == 1
    assert {name: post[name] for name in ("path", "valid", "module", "type", "standard")} == {
        "path": design(checkout, "post"),
        "valid": True,
        "module": "MyApp.Blog.Post",
        "type": "schema",
        "standard": "design",
    }
    assert [(p["line"], p["severity"], p["rule"]) for p in tag["problems"]] == [
        (3, "error", "empty-section"),
        (5, "error", "required-section"),
    ]
    assert [(p["line"], p["severity"]) for p in post["problems"]] == [(7, "warning")]
    assert post["problems"][0]["message"]


def test_the_json_option_is_the_format(client: Command, checkout: Path) -> None:
    long = client("validate", str(checkout), "--format", "json")

    assert long == client("validate", str(checkout), "--json")
    assert client("validate", str(checkout), "--json", "--format", "json") == long
    assert client("validate", str(checkout), "--json", "--format", "sarif").code == 2


def test_sarif_is_what_code_hosts_read(client: Command, checkout: Path) -> None:
    ended = client(
        "validate", design(checkout, "tag"), design(checkout, "post"), "--format", "sarif"
    )

    report = json.loads(ended.out)
    assert ended.code == 1
    jsonschema.Draft7Validator.check_schema(SARIF)
    jsonschema.validate(report, SARIF)
    (run,) = report["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    found = [
        (
            result["level"],
            rules[result["ruleIndex"]],
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            result["locations"][0]["physicalLocation"]["region"]["startLine"],
        )
        for result in run["results"]
    ]
    assert rules == list(RULES)
    assert found == [
        ("error", "empty-section", "docs/design/my_app/blog/tag.md", 3),
        ("error", "required-section", "docs/design/my_app/blog/tag.md", 5),
        ("warning", "table", "docs/design/my_app/blog/post.md", 7),
    ]


def test_github_gets_annotations_at_the_lines(client: Command, checkout: Path) -> None:
    odd = Path(design(checkout, "a, 100%"))
    odd.write_text("# Tag: 100%\n")

    ended = client("validate", design(checkout, "post"), str(odd), "--format", "github")

    first, *others = ended.out.splitlines()
    assert ended.code == 1
    assert first.startswith(
        '::warning file=docs/design/my_app/blog/post.md,line=7::The section "Fields" has no table'
    )
    assert others[0].startswith(
        '::error file=docs/design/my_app/blog/a%2C 100%25.md,line=1::The title "Tag: 100%25" does'
    )


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_a_changed_review_of_a_person_is_left_out_and_fails_no_job(
    client: Command, checkout: Path, form: str
) -> None:
    review = design(checkout, "design_review")
    Path(review).write_text("# Design review of MyApp.Blog\n")

    ended = client("validate", review, "--strict", "--format", form)

    said = f"{review}: left out: it is a review that no session wrote.\n"
    assert ended.code == 0
    assert said in (ended.out if form == "text" else ended.err)
    if form == "json":
        assert json.loads(ended.out) == []


def test_a_directory_stands_for_its_design_files(client: Command, checkout: Path) -> None:
    ended = client("validate", str(checkout), "--json")

    assert [Path(verdict["path"]).name for verdict in json.loads(ended.out)] == [
        "post.md",
        "tag.md",
        "blog.md",
    ]


def test_a_path_that_is_not_there_is_bad_input(client: Command, tmp_path: Path) -> None:
    for arguments in ([str(tmp_path / "no.md")], [str(tmp_path)], [], [".", "--format", "xml"]):
        ended = client("validate", *arguments)
        assert (ended.code, ended.out) == (2, "")


def test_what_is_no_regular_file_is_called_what_it_is(client: Command, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)

    device = client("validate", "/dev/null")
    named_pipe = client("validate", str(pipe))
    missing = client("validate", str(tmp_path / "none.md"))

    assert device.code == named_pipe.code == missing.code == 2
    assert device.err == "Error: /dev/null is a device. Give a design file, or a directory.\n"
    assert f"{pipe} is a pipe." in named_pipe.err
    assert "There is no file or directory" in missing.err
