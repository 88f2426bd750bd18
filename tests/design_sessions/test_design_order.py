from __future__ import annotations

import random

from design_sessions.components import Component
from design_sessions.design_order import waits_of


def components(**dependencies: str) -> list[Component]:
    """Components by name, each with the names that it depends on, between spaces."""
    return [
        Component(name=name, module=name, design_path=f"{name}.md", dependencies=names.split())
        for name, names in dependencies.items()
    ]


def test_a_component_waits_for_what_it_depends_on_in_its_context() -> None:
    waits = waits_of(components(Feed="Post Ecto.Repo Comment", Post="", Comment="Post Comment"))
    assert waits.of == {"Feed": ["Post", "Comment"], "Comment": ["Post"]}
    assert waits.broken == []


def test_a_circle_is_broken_at_what_comes_first() -> None:
    waits = waits_of(components(A="C", B="D", C="B", D="C"))
    assert waits.broken == [["B", "D", "C"]]
    assert waits.of == {"A": ["C"], "C": ["B"], "D": ["C"]}


def test_components_that_meet_in_two_circles_wait_for_nothing_for_ever() -> None:
    waits = waits_of(components(A="B C", B="A", C="A"))
    assert waits.broken == [["A", "B"], ["A", "C"]]
    assert waits.of == {"B": ["A"], "C": ["A"]}


def test_whatever_depends_on_whatever_every_component_is_designed_sometime() -> None:
    for seed in range(200):
        chance = random.Random(seed)
        names = [f"M{number}" for number in range(chance.randrange(1, 12))]
        waits = waits_of(
            components(**{name: " ".join(chance.choices(names, k=3)) for name in names})
        )
        left = dict.fromkeys(names)
        while left:
            ready = [name for name in left if not set(waits.of.get(name, [])) & left.keys()]
            assert ready, (seed, waits)
            for name in ready:
                del left[name]


def test_a_long_chain_is_no_trouble() -> None:
    chain = components(**{f"M{number}": f"M{number + 1}" for number in range(5_000)})
    assert len(waits_of(chain).of) == 4_999
