"""How many seeded contradictions the checks find.

Run from the root of the repository:

    .venv/bin/python -m benchmarks.seeded_contradictions [--real DIRECTORY] [--missed]

``--real`` adds the contexts with manifests and reference designs in a directory.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from benchmarks.seeded_contradictions.corpus import Corpus, bundled, real
from benchmarks.seeded_contradictions.functions import function_seeds
from benchmarks.seeded_contradictions.seeds import Outcome, outcomes
from benchmarks.seeded_contradictions.structure import structure_seeds


def all_outcomes(corpus: Corpus) -> list[Outcome]:
    """What becomes of every seed of a context."""
    seeds = (seed for make in (function_seeds, structure_seeds) for seed in make(corpus))
    return list(outcomes(corpus, seeds))


def main() -> None:
    """Print a table of kinds of change, and what was missed or came besides."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--real", type=Path, metavar="DIRECTORY")
    parser.add_argument("--missed", action="store_true", help="list what was not found")
    arguments = parser.parse_args()
    corpora = [*bundled(), *(real(arguments.real) if arguments.real is not None else ())]
    every = [outcome for corpus in corpora for outcome in all_outcomes(corpus)]
    sown = Counter(each.seed.name for each in every)
    found = Counter(each.seed.name for each in every if each.found)
    warned = Counter(each.seed.name for each in every if each.only_warned)
    print(f"{'change':34}{'seeds':>7}{'errors':>8}{'warnings':>10}")
    for name in sorted(sown):
        print(f"{name:34}{sown[name]:>7}{found[name]:>8}{warned[name]:>10}")
    print(f"{'all':34}{sown.total():>7}{found.total():>8}{warned.total():>10}")
    print(f"found as errors: {found.total() / sown.total():.1%}")
    unrelated = [(each.seed, finding) for each in every for finding in each.unrelated]
    print(f"findings about something else: {len(unrelated)}")
    for seed, finding in unrelated:
        print(f"  {seed.name}, {seed.where}: {finding.kind}: {finding.explanation}")
    if arguments.missed:
        for each in every:
            if not each.found:
                print(f"  missed: {each.seed.name}, {each.seed.where}")


if __name__ == "__main__":
    main()
