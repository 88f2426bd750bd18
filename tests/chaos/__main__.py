"""``python -m tests.chaos``: seeded runs of whole sessions under faults, and a report."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
from pathlib import Path

import click

from tests.chaos.plan import make_plan
from tests.chaos.run import Verdict, run
from tests.support.postgresql import PostgresqlServer, throwaway_postgresql


@click.command()
@click.option("--seed", default=1, show_default=True, help="Of the first run.")
@click.option("--runs", default=1, show_default=True, type=click.IntRange(1))
@click.option("--components", default=20, show_default=True, type=click.IntRange(1, 200))
@click.option("--report", type=click.Path(path_type=Path), help="JSON file; grows with each run.")
@click.option("--keep", type=click.Path(path_type=Path), help="Leave logs and data there.")
def main(seed: int, runs: int, components: int, report: Path | None, keep: Path | None) -> None:
    """Kill workers, servers and remotes while sessions run; exit 1 if a promise was broken."""
    logging.disable(logging.WARNING)
    # Told to stop, it stops what it has started, as on Ctrl-C.
    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))
    verdicts: list[Verdict] = []
    with throwaway_postgresql() as postgresql:
        for number in range(seed, seed + runs):
            verdict = asyncio.run(_run(number, postgresql, components, keep))
            verdicts.append(verdict)
            click.echo(_line(verdict))
            if report is not None:
                report.write_text(json.dumps([v.model_dump() for v in verdicts], indent=1) + "\n")
    missed = [v.seed for v in verdicts if v.misses]
    click.echo(f"{len(verdicts)} runs, {len(missed)} with broken promises {missed or ''}")
    raise SystemExit(1 if missed else 0)


async def _run(
    seed: int, postgresql: PostgresqlServer, components: int, keep: Path | None
) -> Verdict:
    return await run(make_plan(seed), postgresql, components=components, keep=keep)


def _line(verdict: Verdict) -> str:
    lines = [
        f"seed {verdict.seed}: {'MISS' if verdict.misses else 'ok'} after {verdict.seconds:.0f} s, "
        f"{verdict.turns} turns, {verdict.calls_answered} calls answered, {verdict.calls_lost} "
        f"lost at kills, asked {len(verdict.attentions)} times"
    ]
    lines += [f"    happened: {'; '.join(verdict.happened)}"]
    lines += [f"    asked: {each}" for each in verdict.attentions]
    lines += [f"    MISS: {miss[:2000]}" for miss in verdict.misses]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
