"""Signals and updates with every wrong input: nothing is wedged, and the person is told."""

from __future__ import annotations

from design_sessions.decisions import DECISIONS
from tests.end_to_end.conftest import ProductMaker

WRONG_SHAPES: list[tuple[str, list[object]]] = [
    ("nothing", []),
    ("null", [None]),
    ("a string", ["Feed"]),
    ("a number", [7]),
    ("a list", [["Feed"]]),
    ("several", ["Feed", {"guidance": "x"}, 3]),
    ("a wrong field", [{"compnent": "Feed", "resaon": "x"}]),
    ("a wrong type", [{"component": 7, "reason": ["x"], "guidance": {}}]),
    ("an empty name", [{"component": "", "reason": ""}]),
]
NEEDS_NO_INPUT = ("retry_failed", "recheck", "retry_step")


async def test_no_signal_wedges_a_session_and_each_is_told_of(make_product: ProductMaker) -> None:
    faults = [{"component": "Feed", "kind": "refusal"}]
    async with make_product(faults) as (product, _):
        await product.start(review=False)
        await product.until_attention()
        for name in DECISIONS:
            for what, arguments in WRONG_SHAPES:
                if name in NEEDS_NO_INPUT and what in ("nothing", "null"):
                    continue
                await product.handle.signal(name, args=arguments)
        await product.handle.signal("approve", {"component": "Feed"})
        await product.handle.signal("approve")

        view = await product.until(
            lambda v: sum("Signal approve ignored" in n.message for n in v.notices) == 2
        )
        assert view.attention is not None
        assert [f.component for f in view.attention.failed] == ["Feed"]
        told = [n.message for n in view.notices]
        assert told[-1] == "Signal approve ignored: there is no such signal."
        assert any(m.startswith("Signal skip_pull_request ignored: ") for m in told)

        await product.signal("skip_component", "Feed")
        view = await product.until(lambda v: "skip_component" in v.notices[-1].message)
        assert "takes one JSON object such as" in view.notices[-1].message
        assert '"component"' in view.notices[-1].message

        await product.signal("skip_component", {"component": "Feed", "reason": "enough"})
        assert (await product.until_complete()).components[0].state == "skipped"


async def test_each_wrong_update_is_rejected_with_what_is_right(
    make_product: ProductMaker,
) -> None:
    faults = [{"component": "Feed", "kind": "refusal"}]
    async with make_product(faults) as (product, _):
        await product.start()
        before = await product.until_attention()
        for name in DECISIONS:
            for what, arguments in WRONG_SHAPES:
                if name in NEEDS_NO_INPUT and what in ("nothing", "null"):
                    continue
                refused = await product.rejection(name, *arguments)
                assert f"{name} takes " in refused, (what, refused)
        assert product.status().attention == before.attention

        pointless: list[tuple[str, dict[str, str], str]] = [
            ("retry_component", {"component": "Fed"}, "Components: Feed, Post, PostRepository."),
            ("retry_component", {"component": "Post"}, "you can retry: Feed"),
            ("skip_component", {"component": "Post", "reason": "x"}, "you can skip: Feed"),
            ("accept_component", {"component": "Post"}, "there is nothing to accept"),
        ]
        for name, decision, choices in pointless:
            assert choices in await product.rejection(name, decision)
        await product.handle.cancel()
