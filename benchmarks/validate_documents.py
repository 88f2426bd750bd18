"""How long the validation of many design documents takes, beside merely parsing them.

Run from the root of the repository:

    .venv/bin/python -m benchmarks.validate_documents [--documents N] [--like DIRECTORY]

Both are measured in turn in one run on one core, as processor time, so that the ratio says
something on any machine. ``--like`` takes copies of the documents in a directory in place of
generated ones.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from markdown_it import MarkdownIt

from design_sessions.design_files import validate_files

_ROUNDS = 3
_WORDS = [
    *("post", "reader", "author", "title", "state", "scope", "query", "result", "changeset"),
    *("cache", "worker", "queue", "event", "account", "record", "answer", "token", "request"),
    *("index", "page", "draft", "order", "notice", "limit", "retry"),
]


def main() -> None:
    """Measure, and print one JSON object."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as directory:
        top = Path(directory)
        (top / ".git").mkdir()
        if arguments.like is None:
            files = _generate(top, arguments.documents)
        else:
            files = _copy(arguments.like, top, arguments.documents)
        print(json.dumps(_measure(top, files), indent=2))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--documents", type=int, default=1_000, metavar="N")
    parser.add_argument("--like", type=Path, metavar="DIRECTORY", help="copy its Markdown files")
    return parser.parse_args()


def _measure(top: Path, files: list[Path]) -> dict[str, float]:
    parser = MarkdownIt("commonmark").enable("table")

    def parse() -> int:
        return sum(bool(parser.parse(file.read_text(encoding="utf-8"))) for file in files)

    def validate() -> int:
        return sum(1 for _ in validate_files([top]))

    parsing = validating = float("inf")
    for _ in range(_ROUNDS):
        parsing = min(parsing, _seconds(parse))
        validating = min(validating, _seconds(validate))
    return {
        "documents": len(files),
        "kilobytes": round(sum(file.stat().st_size for file in files) / 1_000),
        "parse_seconds": round(parsing, 2),
        "validate_seconds": round(validating, 2),
        "validate_to_parse": round(validating / parsing, 2),
    }


def _seconds(work: Callable[[], int]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _copy(source: Path, top: Path, count: int) -> list[Path]:
    """Copies in directories of their own, each laid out as the source is."""
    originals = sorted(file for file in source.rglob("*.md") if file.is_file())
    if not originals:
        raise SystemExit(f"{source} holds no Markdown file.")
    copies: list[Path] = []
    for number in range(count):
        original = originals[number % len(originals)]
        copy = top / f"copy_{number // len(originals)}" / original.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(original, copy)
        copies.append(copy)
    return copies


def _generate(top: Path, count: int) -> list[Path]:
    """Contexts of some thirty components in both standards, with the designs of all."""
    rng = random.Random(1)
    files: list[Path] = []
    while len(files) < count:
        number = len(files)
        standard = rng.choice(["design", "spec"])
        suffix = ".spec.md" if standard == "spec" else ".md"
        context = f"MyApp.Area{number}"
        stem = top / "docs" / standard / "my_app" / f"area{number}"
        names = [f"Part{each}" for each in range(min(rng.randrange(10, 40), count - number))]
        types = {name: rng.choice(["schema", "repository", "genserver", "other"]) for name in names}
        stem.mkdir(parents=True)
        files.append(stem.parent / f"{stem.name}{suffix}")
        files[-1].write_text(_context(context, types, rng), encoding="utf-8")
        for name, kind in list(types.items())[: count - len(files)]:
            files.append(stem / f"{name.lower()}{suffix}")
            text = (_spec if standard == "spec" else _design)(f"{context}.{name}", kind, rng)
            files[-1].write_text(text, encoding="utf-8")
    return files


def _context(module: str, types: dict[str, str], rng: random.Random) -> str:
    entries = (
        f"### {module}.{name}\n\n| field | value |\n| --- | --- |\n| type | {kind} |\n\n"
        f"{_prose(rng)}\n"
        for name, kind in types.items()
    )
    return f"# {module}\n\n## Purpose\n\n{_prose(rng)}\n\n## Components\n\n" + "\n".join(entries)


def _design(module: str, kind: str, rng: random.Random) -> str:
    parts = [f"# {module}", f"## Purpose\n\n{_prose(rng)}"]
    if kind == "schema":
        parts.append(f"## Fields\n\n{_table(rng)}")
    else:
        specs = "\n".join(f"@spec {rng.choice(_WORDS)}(term()) :: :ok" for _ in range(8))
        flows = "\n\n".join(f"### {_prose(rng)[:20]}\n\n{_list(rng, '1.')}" for _ in range(4))
        parts += [f"## Public API\n\n```elixir\n{specs}\n```", f"## Execution Flow\n\n{flows}"]
    parts += [f"## Dependencies\n\n- {module}\n- Ecto.Query", f"## Notes\n\n{_list(rng, '-')}"]
    return "\n\n".join(parts) + "\n"


def _spec(module: str, kind: str, rng: random.Random) -> str:
    functions = "\n\n".join(
        f"### {rng.choice(_WORDS)}/{arity}\n\n{_prose(rng)}\n\n"
        f"```elixir\n@spec f(term()) :: :ok\n```\n\n**Process**:\n{_list(rng, '1.')}\n\n"
        f"**Test Assertions**:\n{_list(rng, '-')}"
        for arity in range(rng.randrange(2, 7))
    )
    fields = f"## Fields\n\n{_table(rng)}\n\n" if kind == "schema" else ""
    return (
        f"# {module}\n\n**Type**: {kind}\n\n{_prose(rng)}\n\n{fields}"
        f"## Functions\n\n{functions}\n\n## Dependencies\n\n- {module}\n- Ecto.Query\n"
    )


def _prose(rng: random.Random) -> str:
    return " ".join(rng.choices(_WORDS, k=rng.randrange(15, 60))).capitalize() + "."


def _list(rng: random.Random, mark: str) -> str:
    return "\n".join(f"{mark} **{rng.choice(_WORDS)}** {_prose(rng)[:70]}" for _ in range(5))


def _table(rng: random.Random) -> str:
    rows = (f"| {rng.choice(_WORDS)} | string | Yes | {_prose(rng)[:60]} |" for _ in range(10))
    return "| Field | Type | Required | Description |\n| --- | --- | --- | --- |\n" + "\n".join(
        rows
    )


if __name__ == "__main__":
    main()
