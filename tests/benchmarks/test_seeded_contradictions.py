"""A few seeds of each kind; ``python -m benchmarks.seeded_contradictions`` sows them all."""

from __future__ import annotations

from collections import defaultdict

import pytest

from benchmarks.seeded_contradictions.corpus import Corpus, bundled
from benchmarks.seeded_contradictions.functions import function_seeds
from benchmarks.seeded_contradictions.seeds import Seed, outcomes
from benchmarks.seeded_contradictions.structure import structure_seeds

OF_EACH_KIND = 3
CHANGES = {
    *("a call of another name", "a call of no module", "a call with other arguments"),
    *("a callback of another name", "a callback with other arguments", "another return"),
    *("a component less", "a component more", "a design less", "a design more"),
    *("a cycle", "a dependency on nothing", "another type"),
    *("a function of another name", "a function with other arguments"),
}


def all_seeds(corpus: Corpus) -> list[Seed]:
    return [*function_seeds(corpus), *structure_seeds(corpus)]


@pytest.mark.parametrize("corpus", bundled(), ids=lambda corpus: corpus.context.module)
def test_the_bundled_designs_do_not_contradict_each_other(corpus: Corpus) -> None:
    assert corpus.check().findings == ()


def test_there_are_seeds_of_every_kind() -> None:
    seeds = [seed for corpus in bundled() for seed in all_seeds(corpus)]
    assert {seed.name for seed in seeds} == CHANGES
    assert len(seeds) > 200


@pytest.mark.parametrize("corpus", bundled(), ids=lambda corpus: corpus.context.module)
def test_seeds_of_each_kind_are_found_and_nothing_else_is(corpus: Corpus) -> None:
    by_name: dict[str, list[Seed]] = defaultdict(list)
    for seed in all_seeds(corpus):
        by_name[seed.name].append(seed)
    chosen = (seed for seeds in by_name.values() for seed in seeds[:OF_EACH_KIND])
    for outcome in outcomes(corpus, chosen):
        where = f"{outcome.seed.name}, {outcome.seed.where}"
        assert outcome.found or outcome.only_warned, where
        assert not outcome.unrelated, where
