"""Charts of contexts as the product draws them: real ones, and those that are hard to draw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from benchmarks.seeded_contradictions.corpus import Corpus, bundled, real
from command_line.example_repository import EXAMPLE
from design_sessions.contradictions.diagram import dependency_diagram
from design_sessions.contradictions.graph import DependencyGraph
from design_sessions.layouts import design_path, layout_named

CONTEXT = "MyApp.Blog"
_LAYOUT = layout_named("docs/spec")
_PATH = design_path(_LAYOUT, CONTEXT)


@dataclass(frozen=True)
class Chart:
    """A context's graph with the text that is drawn."""

    graph: DependencyGraph
    text: str


def chart_of(corpus: Corpus) -> Chart:
    """The chart of a context."""
    graph = corpus.check().graph
    return Chart(graph, dependency_diagram(graph))


def charts(shared_data: Path) -> Iterator[tuple[str, Chart]]:
    """The charts by name.

    Args:
        shared_data: where the real contexts are.
    """
    for corpus in (*real(shared_data), *bundled()):
        yield corpus.context.module.rpartition(".")[2].lower(), chart_of(corpus)
    yield "example", chart_of(example())
    yield "trouble", chart_of(trouble())
    yield "sixty", chart_of(sixty())
    yield "sixty_without_folders", chart_of(many(60))
    yield "crowded", chart_of(many(100, needs=12))
    yield "thousand", chart_of(many(1_000))


def example() -> Corpus:
    """The bundled example's context, with what its document lists as dependencies."""
    path = "docs/design/tool_library/lending.md"
    return Corpus(path, {path: (EXAMPLE / path).read_text(encoding="utf-8")})


def trouble() -> Corpus:
    """Cycles, unknown modules, components without designs and designs that are not listed."""
    designs = {
        "Post": ["Tag"],
        "Tag": ["Post", "Phantom"],
        "Feed": ["Post", "Cache"],
        "Cache": ["Ring"],
        "Ring": ["Feed"],
        "Unlisted": [],
        "A.Rather.Long.NameOfAComponentThatSaysAllThatItDoesAndHow": ["Post"],
        "Class": ["End"],
        "End": ["Graph"],
        "Graph": [],
    }
    return corpus_of(designs, types={}, listed=[*(d for d in designs if d != "Unlisted"), "Mailer"])


def sixty() -> Corpus:
    """Sixty components in six folders, which need each other inside and the next folder, with a
    cycle inside of one folder and one between two."""
    folders = ("Accounts", "Articles", "Comments", "Delivery", "Media", "Search")
    inside = {
        "Entry": (),
        "EntryRepository": ("Entry",),
        "Settings": (),
        "SettingsRepository": ("Settings",),
        "Policy": ("Settings",),
        "Cache": ("EntryRepository",),
        "Server": ("EntryRepository", "Cache"),
        "Worker": ("Server",),
        "ImportFromAnotherSystemWithALongName": (),
        "Live": ("Server", "Policy"),
    }
    designs = {
        f"{folder}.{name}": [f"{folder}.{each}" for each in needs]
        for folder in folders
        for name, needs in inside.items()
    }
    for folder, following in pairwise(folders):
        designs[f"{folder}.Worker"] += [f"{following}.Server", f"{following}.Policy"]
    designs["Accounts.Live"].append("Search.Server")
    designs["Comments.Cache"].append("Comments.Server")
    designs["Delivery.Policy"].append("Comments.Worker")
    return corpus_of(designs, types={})


def hostile(text: str) -> Chart:
    """A chart of which a group, named by a document, has this name."""
    graph = many(30).check().graph
    named = replace(graph, types=dict.fromkeys(graph.modules, text))
    return Chart(named, dependency_diagram(named))


def many(count: int, *, needs: int = 1) -> Corpus:
    """Components without folders, of four types."""
    names = [f"Component{number:03}" for number in range(count)]
    designs = {
        name: [names[(number * 7 + step * 3 + 1) % count] for step in range(needs)]
        for number, name in enumerate(names)
    }
    kinds = ("schema", "repository", "genserver", "task")
    return corpus_of(designs, types={name: kinds[n % 4] for n, name in enumerate(names)})


def corpus_of(
    designs: dict[str, list[str]], *, types: dict[str, str], listed: list[str] | None = None
) -> Corpus:
    """A context with designs that depend on others, by name."""
    row = "| field | value |\n| --- | --- |\n| type | {} |\n\n"
    entries = "\n\n".join(
        f"### {name}\n\n{row.format(types[name]) if name in types else ''}A part."
        for name in (listed if listed is not None else designs)
    )
    documents = {_PATH: f"# {CONTEXT}\n\n## Components\n\n{entries}\n"}
    for name, needs in designs.items():
        of = "\n".join(f"- {CONTEXT}.{each}" for each in needs) or "None"
        documents[design_path(_LAYOUT, f"{CONTEXT}.{name}")] = (
            f"# {CONTEXT}.{name}\n\n## Functions\n\n### run/0\n\n## Dependencies\n\n{of}\n"
        )
    return Corpus(_PATH, documents)
