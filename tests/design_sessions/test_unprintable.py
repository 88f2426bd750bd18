"""What a screen would obey is replaced wherever it is shown; what is only unusual stays."""

from __future__ import annotations

import json

import pytest

from design_sessions.unprintable import (
    is_printable,
    printable_json,
    printable_line,
    printable_text,
    printable_value,
    without_commands,
)

CLIPBOARD = "\x1b]52;c;ZXZpbA==\x07"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (CLIPBOARD, "�]52;c;ZXZpbA==�"),
        ("\x1b]0;title\x07", "�]0;title�"),
        ("\x9b31mred", "�31mred"),
        ("a\u202eb\u2066c\u200fd\u061ce", "a�b�c�d�e"),
        ("over\rwritten", "over�written"),
        ("lone \udc9b surrogate", "lone � surrogate"),
        ("a\tb\r\nc\n", "a\tb\r\nc\n"),
        ("Größe, 数据, שלום, 👩\u200d💻", "Größe, 数据, שלום, 👩\u200d💻"),
    ],
)
def test_a_text_is_shown_without_what_a_screen_obeys(text: str, shown: str) -> None:
    assert printable_text(text) == shown


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("a\n::warning ::b", "a�::warning ::b"),
        ("a\u2028b\r\nc", "a�b��c"),
        ("::warning file=x::b.md:1: error", "�:warning file=x::b.md:1: error"),
        ("  ##[error]b", "  �#[error]b"),
        ("Post :: valid", "Post :: valid"),
    ],
)
def test_a_line_stays_one_and_is_no_command_of_a_job(line: str, shown: str) -> None:
    assert printable_line(line) == shown


def test_in_a_jobs_log_no_line_is_a_command() -> None:
    assert without_commands("a\n::add-mask::b\n# c") == "a\n�:add-mask::b\n# c"


def test_json_keeps_its_meaning() -> None:
    text = json.dumps({"a": "\x9b\u202e\x1b é"}, ensure_ascii=False)
    shown = printable_json(text)
    assert shown == '{"a": "\\u009b\\u202e\\u001b é"}'
    assert json.loads(shown) == json.loads(text)


@pytest.mark.parametrize(("name", "printable"), [("a/ü b.md", True), ("a\nb", False)])
def test_a_files_name_can_be_shown_or_not(name: str, printable: bool) -> None:
    assert is_printable(name) == printable


def test_every_text_of_a_json_value_is_shown_without_what_a_screen_obeys() -> None:
    value = {"a\x1bb": [CLIPBOARD, {"c": "one\ntwo\u202e"}], "number": 3, "none": None}

    assert printable_value(value) == {
        "a\N{REPLACEMENT CHARACTER}b": [
            printable_text(CLIPBOARD),
            {"c": "one\ntwo\N{REPLACEMENT CHARACTER}"},
        ],
        "number": 3,
        "none": None,
    }
