from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from simulator.faults import Call, Fault, FaultPlan, FaultsFileError, matches, read_faults


def call(component: str | None = "MyApp.Blog.Post", **changes: Any) -> Call:
    fields: dict[str, Any] = {"endpoint": "messages", "session": component, "turn": 1} | changes
    return Call(component=component, **{"review": component is None, **fields})


@pytest.mark.parametrize("pattern", ["MyApp.Blog.Post", "Blog.Post", "Post", "P*", "MyApp.*"])
def test_a_component_matches_by_module_end_or_glob(pattern: str) -> None:
    assert matches(pattern, "MyApp.Blog.Post")
    assert not matches(pattern, "Other.Comment")


def test_times_counts_for_each_session_record() -> None:
    plan = FaultPlan([Fault(kind="529", times=2)])
    chosen = [plan.choose(call(session="a")) for _ in range(3)]
    assert [fault is not None for fault in chosen] == [True, True, False]
    assert plan.choose(call(session="b")) is not None


def test_times_can_count_all_calls_together() -> None:
    plan = FaultPlan([Fault(kind="529", times=1, shared=True)])
    assert plan.choose(call(session="a")) is not None
    assert plan.choose(call(session="b")) is None


def test_review_turn_and_endpoint_choose_calls() -> None:
    plan = FaultPlan([Fault(kind="500", review=True, turn=2)])
    assert plan.choose(call(None, turn=2, session="r")) is not None
    assert plan.choose(call(None, turn=1, session="r")) is None
    assert plan.choose(call(turn=2)) is None
    assert plan.choose(call(None, turn=2, session="r", endpoint="warm-up")) is None


def test_a_rate_is_the_same_for_the_same_seed() -> None:
    def pattern(seed: int) -> list[bool]:
        plan = FaultPlan([Fault(kind="500", rate=0.3)], seed)
        return [plan.choose(call(turn=turn)) is not None for turn in range(200)]

    assert pattern(1) == pattern(1)
    assert pattern(1) != pattern(2)
    assert 30 < sum(pattern(1)) < 90


def test_a_file_is_read_as_toml_or_json(tmp_path: Path) -> None:
    toml = tmp_path / "faults.toml"
    toml.write_text('[[fault]]\nkind = 429\nretry_after = 2\n\n[[model]]\nid = "m"\n')
    json_file = tmp_path / "faults.json"
    json_file.write_text('[{"kind": "drop"}]')
    assert read_faults(toml).fault[0].status == 429
    assert read_faults(json_file).fault[0].kind == "drop"


@pytest.mark.parametrize(
    "text",
    [
        '[{"kind": "gremlin"}]',
        '[{"kind": "drop", "tims": 1}]',
        '{"limits": {"requests_per_minute": 0}}',
        "nonsense",
    ],
)
def test_a_file_that_cannot_be_used_is_said_on_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "faults.json"
    path.write_text(text)
    with pytest.raises(FaultsFileError) as error:
        read_faults(path)
    assert "\n" not in str(error.value)
