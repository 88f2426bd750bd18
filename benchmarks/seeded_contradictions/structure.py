"""Seeds in lists, files, dependencies and types."""

from __future__ import annotations

import re
from collections.abc import Iterator

from benchmarks.seeded_contradictions.corpus import Corpus
from benchmarks.seeded_contradictions.seeds import Seed

_DEPENDENCIES = re.compile(r"^## Dependencies\n+(?P<list>(?:(?!^#).*\n?)*)", re.MULTILINE)
_ITEM = re.compile(r"^- `?(?P<name>[A-Z][\w.]*)`?", re.MULTILINE)
_STATED_TYPE = re.compile(r"^\*\*Type\*\*: (?P<type>\w+)$", re.MULTILINE)
_OTHER_TYPES = {"schema": "genserver", "genserver": "schema"}


def structure_seeds(corpus: Corpus) -> Iterator[Seed]:
    """All of them, in the order of documents and places."""
    yield from _phantoms(corpus)
    yield from _cycles(corpus)
    yield from _files(corpus)
    yield from _lists(corpus)
    yield from _types(corpus)


def _phantoms(corpus: Corpus) -> Iterator[Seed]:
    for number, (path, module) in enumerate(sorted(corpus.modules.items())):
        name = f"{corpus.context.module}.Phantom{number}"
        text = _with_dependency(corpus.documents[path], name)
        if text is not None and path != corpus.context_path:
            yield Seed(
                "a dependency on nothing",
                f"{path}: {name}",
                frozenset({"unknown_module"}),
                frozenset({module, name}),
                corpus.with_text(path, text),
            )


def _cycles(corpus: Corpus) -> Iterator[Seed]:
    edges = set(_edges(corpus))
    for first, second in sorted(edges):
        if (second, first) in edges:
            continue
        text = _with_dependency(corpus.documents[second], corpus.modules[first])
        if text is not None:
            yield Seed(
                "a cycle",
                f"{second} -> {first}",
                frozenset({"cycle"}),
                frozenset({corpus.modules[first], corpus.modules[second]}),
                corpus.with_text(second, text),
            )


def _edges(corpus: Corpus) -> Iterator[tuple[str, str]]:
    by_module = {module: path for path, module in corpus.modules.items()}
    for path in corpus.modules:
        section = _DEPENDENCIES.search(corpus.documents[path])
        for item in _ITEM.finditer(section["list"]) if section is not None else ():
            name = item["name"]
            whole = [m for m in by_module if m == name or m.endswith(f".{name}")]
            if len(whole) == 1 and by_module[whole[0]] != path:
                yield path, by_module[whole[0]]


def _files(corpus: Corpus) -> Iterator[Seed]:
    for path, module in sorted(corpus.modules.items()):
        if path == corpus.context_path:
            continue
        yield Seed(
            "a design less",
            path,
            frozenset({"missing_design"}),
            frozenset({module}),
            corpus.with_text(path, None),
        )
        stem, last = path.split(".")[0], module.rpartition(".")[2]
        copy = path.replace(stem, f"{stem}_afresh")
        name = f"{module}Afresh"
        yield Seed(
            "a design more",
            copy,
            frozenset({"unlisted_design"}),
            frozenset({name}),
            corpus.with_text(copy, corpus.documents[path].replace(last, f"{last}Afresh", 1)),
        )


def _lists(corpus: Corpus) -> Iterator[Seed]:
    text = corpus.documents[corpus.context_path]
    name = f"{corpus.context.module}.Phantom"
    yield Seed(
        "a component more",
        name,
        frozenset({"missing_design"}),
        frozenset({name}),
        corpus.with_text(
            corpus.context_path,
            text.replace("## Components\n", f"## Components\n\n### {name}\n\nIs not there.\n", 1),
        ),
    )
    lines = text.split("\n")
    for component in corpus.context.components:
        line = component.line or 0
        if component.design_path not in corpus.documents or not lines[line - 1].startswith("### "):
            continue
        end = next(
            (n for n in range(line, len(lines)) if re.match(r"#{1,3} ", lines[n])), len(lines)
        )
        yield Seed(
            "a component less",
            component.module,
            frozenset({"unlisted_design"}),
            frozenset({component.module}),
            corpus.with_text(corpus.context_path, "\n".join(lines[: line - 1] + lines[end:])),
        )


def _types(corpus: Corpus) -> Iterator[Seed]:
    for component in corpus.context.components:
        text = corpus.documents.get(component.design_path)
        if text is None or not _is_typed(corpus, component.line or 1):
            continue
        other = _OTHER_TYPES.get(str(component.type), "schema")
        stated = _STATED_TYPE.search(text)
        if stated is not None:
            changed = text[: stated.start("type")] + other + text[stated.end("type") :]
        else:
            title, _, rest = text.partition("\n")
            changed = f"{title}\n\n**Type**: {other}\n{rest}"
        yield Seed(
            "another type",
            f"{component.design_path}: {other}",
            frozenset({"type_mismatch"}),
            frozenset({component.module}),
            corpus.with_text(component.design_path, changed),
        )


def _is_typed(corpus: Corpus, line: int) -> bool:
    """Whether the list says a type that means something, within the lines below a heading."""
    lines = corpus.documents[corpus.context_path].split("\n")[line : line + 6]
    words = re.search(r"\|\s*type\s*\|\s*(\w+)|\*\*Type\*\*: (\w+)", "\n".join(lines))
    return words is not None and (words[1] or words[2]) not in ("module", "logic")


def _with_dependency(text: str, name: str) -> str | None:
    """One item more in the section of dependencies; None without such a section."""
    section = _DEPENDENCIES.search(text)
    if section is None:
        return None
    items = section["list"].rstrip("\n")
    if items.strip().rstrip(".").lower() == "none":
        items = ""
    added = "\n".join(part for part in (items, f"- {name}") if part)
    rest = text[section.end() :]
    return f"{text[: section.start('list')]}{added}\n{rest and chr(10)}{rest}"
