"""The job as a plain asyncio script: nothing is kept, and a crash loses everything."""

from __future__ import annotations

import asyncio

from benchmarks.scripts.conversation import (
    begin,
    client_of,
    next_answer,
    opening,
    read_job,
    results_of,
)


async def _main() -> None:
    job = read_job()
    async with client_of(job) as client:

        async def design(number: int) -> None:
            messages = [opening(number, job.components)]
            while True:
                answer = await next_answer(client, messages)
                results = results_of(answer)
                if results is None:
                    return
                messages += [answer, results]

        begin()
        await asyncio.gather(*(design(number) for number in range(1, job.components + 1)))


if __name__ == "__main__":
    asyncio.run(_main())
