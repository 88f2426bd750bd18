"""The Mermaid flowchart of a context's dependencies."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from design_sessions.contradictions.chart_text import MOST_ARROWS
from design_sessions.contradictions.diagram import dependency_diagram
from tests.design_sessions.contradictions.conftest import Check


def depending(**names: str) -> dict[str, str]:
    return {
        name.replace("_", "."): "## Functions\n\n### run/0\n\n## Dependencies\n\n"
        + "\n".join(f"- MyApp.Blog.{each}" for each in needs.split())
        for name, needs in names.items()
    }


def test_a_small_context_is_drawn_whole_and_says_what_is_wrong(check: Check) -> None:
    designs = depending(Post="Tag", Tag="Post Phantom", Feed="Post", Extra="")
    listed = ["Post", "Tag", "Feed", "Mailer"]
    assert dependency_diagram(check(designs, listed=listed).graph) == (
        "flowchart LR\n"
        '  c0["Extra<br/>not listed"]:::missing\n'
        '  c1["Feed"]\n'
        '  c2["Mailer<br/>no design"]:::missing\n'
        '  c3["Post"]:::cycle\n'
        '  c4["Tag"]:::cycle\n'
        '  c5["Phantom<br/>unknown"]:::unknown\n'
        "  c1 --> c3\n"
        "  c3 --> c4\n"
        "  c4 --> c5\n"
        "  c4 --> c3\n"
        "  linkStyle 1,3 stroke:#c00,stroke-width:3px\n"
        "  classDef missing stroke-dasharray:5 4,fill:#fff3cd,color:#000\n"
        "  classDef unknown stroke:#c00,stroke-dasharray:2 3,fill:#fde2e2,color:#000\n"
        "  classDef cycle stroke:#c00,stroke-width:2px\n"
    )


def many(count: int, pattern: str = "Part{}") -> dict[str, str]:
    names = [pattern.format(number, number % 3) for number in range(count)]
    return depending(
        **{
            name.replace(".", "_"): names[(number * 7 + 1) % count]
            for number, name in enumerate(names)
        }
    )


def test_many_components_are_grouped_by_folder_and_each_folder_is_drawn_by_itself(
    check: Check,
) -> None:
    designs = depending(
        **{f"Folder{n % 3}_Part{n}": f"Folder{n % 3}.Part{n + 3}" for n in range(57)},
        **{f"Folder{n % 3}_Part{n}": f"Folder{(n + 1) % 3}.Part{n - 56}" for n in range(57, 60)},
    )
    chart = dependency_diagram(check(designs).graph)
    assert re.findall(r'subgraph (\w+)\["(.*)"\]', chart) == [
        ("all", "Dependencies between folders"),
        ("g0in", "Folder0"),
        ("g1in", "Folder1"),
        ("g2in", "Folder2"),
    ]
    assert re.findall(r'g\d\["(.*)"\]', chart) == [
        f"Folder{number}<br/>20 components" for number in range(3)
    ]
    assert "  g0 -- 1, cycle --> g1\n" in chart
    assert "  all ~~~ g0in\n  g0in ~~~ g1in\n" in chart
    assert '["Part0"]' in chart
    assert len(re.findall(r" --> c\d+$", chart, re.MULTILINE)) == 57


def test_many_components_without_folders_are_grouped_by_type(check: Check) -> None:
    entry = "| field | value |\n| --- | --- |\n| type | {} |\n\nA part."
    designs = depending(**{f"Part{number}": "" for number in range(30)})
    entries = {
        name: entry.format(["schema", "genserver"][number % 2])
        for number, name in enumerate(designs)
    }
    chart = dependency_diagram(check(designs, entries=entries).graph)
    assert 'g0["genserver<br/>15 components<br/>Part1<br/>' in chart
    assert 'g1["schema<br/>15 components<br/>Part0<br/>' in chart


def test_what_is_unknown_stands_in_each_group_that_depends_on_it(check: Check) -> None:
    designs = depending(**{f"Folder{n % 2}_Part{n}": "Phantom" for n in range(30)})
    chart = dependency_diagram(check(designs).graph)
    assert re.findall(r'(\w+)\["Phantom<br/>unknown"\]:::unknown', chart) == ["c30g0", "c30g1"]
    assert "g0 -- " not in chart


def test_the_context_stands_among_the_groups_where_it_is_in_a_cycle(check: Check) -> None:
    designs = many(30)
    designs["Part3"] += "\n- MyApp.Blog\n"
    more = "## Dependencies\n\n- MyApp.Blog.Part3\n"
    chart = dependency_diagram(check(designs, more=more).graph)
    assert 'g1["MyApp.Blog"]' in chart
    assert re.search(r"  g0 -- 1, cycle --> g1\n  g1 -- \d+, cycle --> g0\n", chart), chart


def test_of_very_many_components_only_groups_and_what_is_wrong_is_drawn(check: Check) -> None:
    designs = depending(**{f"Part{number}": "" for number in range(150)})
    chart = dependency_diagram(check(designs, listed=[*designs, "Gone"]).graph)
    assert chart.splitlines()[:5] == [
        "flowchart TB",
        '  subgraph all["Dependencies between types"]',
        "    direction LR",
        '    g0["other<br/>151 components<br/>Gone, no design"]:::missing',
        "  end",
    ]
    gone = [f"Gone{number}" for number in range(40)]
    chart = dependency_diagram(check(designs, listed=[*designs, *gone]).graph)
    assert '<br/>Gone35, no design<br/>and 10 more"]' in chart


def test_no_more_arrows_are_drawn_than_mermaid_takes(check: Check) -> None:
    names = [f"Part{number}" for number in range(25)]
    designs = depending(**{name: " ".join(names) for name in names})
    chart = dependency_diagram(check(designs).graph)
    assert chart.count("-->") == MOST_ARROWS
    kinds = {name: f"Kind{number}" for number, name in enumerate(many(60))}
    names = list(kinds)
    crowded = check(depending(**{name: " ".join(names[:20]) for name in names})).graph
    typed = replace(crowded, types={f"MyApp.Blog.{name}": kind for name, kind in kinds.items()})
    assert dependency_diagram(typed).count(" --> ") == 150


def test_the_same_graph_gives_the_same_text(check: Check) -> None:
    designs = many(40)
    graph = check(designs).graph
    turned = replace(
        graph,
        modules=dict(reversed(graph.modules.items())),
        declared=dict(reversed(graph.declared.items())),
        types=dict(reversed(graph.types.items())),
    )
    assert dependency_diagram(graph) == dependency_diagram(turned)


@pytest.mark.parametrize(
    "text", ['"]\n  click c0 "x"', "<script>", "%%{init: {}}%%", "`a`", "#quot;", "]]--> x", "a;b"]
)
def test_no_text_of_a_document_ends_its_label(check: Check, text: str) -> None:
    designs = many(30)
    graph = check(designs).graph
    chart = dependency_diagram(replace(graph, types=dict.fromkeys(graph.modules, text)))
    labels = re.findall(r'"(.*)"\]', chart)
    assert all(re.fullmatch(r"(?:[\w .,:/()?!+-]|#\d+;|<br/>|…)*", each) for each in labels)
    assert len(labels) == 33
    assert "click" not in re.sub(r'".*"', "", chart)


def test_who_needs_a_design_that_is_not_there_is_told(check: Check) -> None:
    designs = depending(Post="Mailer", Tag="") | {
        "Feed": "## Functions\n\n### run/0\n\nCalls `MyApp.Blog.Mailer.send/1`.\n"
    }
    graph = check(designs, listed=["Post", "Tag", "Feed", "Mailer", "Alone"]).graph
    assert graph.users_of_missing == {"MyApp.Blog.Mailer": ["Feed", "Post"], "MyApp.Blog.Alone": []}
