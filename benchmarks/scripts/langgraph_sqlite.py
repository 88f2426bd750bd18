"""The job with LangGraph: a thread for each component, a checkpoint in SQLite after each node."""

from __future__ import annotations

import asyncio
import operator
from typing import Annotated, Any, TypedDict

from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.graph import END, START, StateGraph

from benchmarks.scripts.conversation import (
    Block,
    begin,
    client_of,
    next_answer,
    opening,
    read_job,
    results_of,
)


class State(TypedDict):
    """One conversation."""

    messages: Annotated[list[Block], operator.add]


def _graph(client: Any) -> Any:
    async def model(state: State) -> dict[str, list[Block]]:
        return {"messages": [await next_answer(client, state["messages"])]}

    def tools(state: State) -> dict[str, list[Block]]:
        results = results_of(state["messages"][-1])
        return {"messages": [results] if results else []}

    def after_model(state: State) -> str:
        return "tools" if results_of(state["messages"][-1]) else END

    graph = StateGraph(State)
    graph.add_node("model", model)
    graph.add_node("tools", tools)
    graph.add_edge(START, "model")
    graph.add_conditional_edges("model", after_model, ["tools", END])
    graph.add_edge("tools", "model")
    return graph


async def _main() -> None:
    job = read_job()
    path = str(job.directory / "langgraph.sqlite3")
    async with client_of(job) as client, AsyncSqliteSaver.from_conn_string(path) as saver:
        graph = _graph(client).compile(checkpointer=saver)

        async def design(number: int) -> None:
            await graph.ainvoke(
                {"messages": [opening(number, job.components)]},
                {"configurable": {"thread_id": str(number)}, "recursion_limit": 50},
                # A turn is on disk before the next one begins, as with the others that keep turns.
                durability="sync",
            )

        begin()
        await asyncio.gather(*(design(number) for number in range(1, job.components + 1)))


if __name__ == "__main__":
    asyncio.run(_main())
