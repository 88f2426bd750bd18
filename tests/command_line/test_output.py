"""One place prints, whatever the texts of others contain."""

from __future__ import annotations

import ast
import io
import json
import sys
from pathlib import Path

import pytest
from rich.table import Table
from rich.text import Text

from command_line.console import output_console
from command_line.output import (
    replace_what_cannot_be_encoded,
    say,
    say_json,
    say_text,
)
from tests.command_line.conftest import Command
from tests.support.processes import ROOT

EVIL = "\x1b]52;c;ZXZpbA==\x07\x9b31m\u202e"


def test_nothing_that_a_screen_obeys_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    say(EVIL)
    say_text(f"{EVIL}\n")
    say_json(f'"{EVIL}"')
    console = output_console()
    console.print(Text(EVIL, "bold"))
    table = Table(EVIL)
    table.add_row(EVIL)
    console.print(table)
    printed = capsys.readouterr().out
    assert "]52;c;" in printed
    assert not set(EVIL) - set("]52;c;ZXZpbA==31m") & set(printed)


def test_a_terminal_gets_the_escapes_of_styles_alone(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    environment: dict[str, str],
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    environment["TERM"] = "xterm"
    output_console().print(Text("a\x1b]0;x\x9b31m\u202eb", "bold"))
    assert capsys.readouterr().out == "\x1b[1ma�]0;x�31m�b\x1b[0m\n"


@pytest.mark.parametrize("name", ["a\n::warning ::b.md", "::warning ::b.md", f"a{EVIL}.md"])
def test_a_files_name_prints_no_command(client: Command, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("# Shop.Blog.Post\n")
    for given in (tmp_path / name, tmp_path):
        ended = client("validate", str(given))
        assert "error" in ended.out
        assert not any(line.startswith("::") for line in ended.out.splitlines())
        assert not {"\x1b", "\x9b", "\u202e"} & set(ended.out)


@pytest.mark.parametrize(
    ("encoding", "printed"),
    [("cp1252", "ok Wörter… -> ?"), ("ascii", "ok W?rter... -> ?"), ("utf-8", "✓ Wörter… → 書")],
)
def test_what_an_encoding_lacks_is_replaced(
    monkeypatch: pytest.MonkeyPatch, encoding: str, printed: str
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    replace_what_cannot_be_encoded()
    say("✓ Wörter… → 書")
    output_console().print(Text("✓ Wörter… → 書"))
    say_json('{"text": "✓ 書 𝄞"}')
    stream.seek(0)
    first, second, third = stream.read().splitlines()
    assert first == second.rstrip() == printed
    assert json.loads(third) == {"text": "✓ 書 𝄞"}


def test_no_command_prints_in_another_way() -> None:
    elsewhere = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in [*(ROOT / "command_line").rglob("*.py"), ROOT / "worker.py"]
        if path.name != "output.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and _prints(node.func)
    ]
    assert elsewhere == []


def _prints(called: ast.expr) -> bool:
    name = ast.unparse(called)
    return name in ("print", "click.echo", "click.secho", "Console", "sys.stdout.write")
