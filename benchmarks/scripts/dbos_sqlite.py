"""The job with DBOS: a workflow for each component, a step for each model turn, SQLite on disk."""

from __future__ import annotations

import asyncio

from dbos import DBOS

from benchmarks.scripts.conversation import (
    Block,
    begin,
    client_of,
    next_answer,
    opening,
    read_job,
    results_of,
)


async def _main() -> None:
    job = read_job()
    client = client_of(job)

    async def turn(messages: list[Block]) -> Block:
        return await next_answer(client, messages)

    turn_step = DBOS.step()(turn)

    async def design(number: int) -> None:
        messages = [opening(number, job.components)]
        while True:
            answer = await turn_step(messages)
            results = results_of(answer)
            if results is None:
                return
            messages += [answer, results]

    database = f"sqlite:///{job.directory / 'dbos.sqlite3'}"
    DBOS(config={"name": "benchmark", "system_database_url": database, "log_level": "ERROR"})
    workflow = DBOS.workflow()(design)
    DBOS.launch()
    try:
        begin()
        await asyncio.gather(*(workflow(number) for number in range(1, job.components + 1)))
    finally:
        DBOS.destroy()
        await client.close()


if __name__ == "__main__":
    asyncio.run(_main())
