from __future__ import annotations

import pytest
from pydantic import ValidationError

from design_sessions.session_order import ChosenLimits, Limits, limits_of


def test_each_limit_is_that_of_the_first_who_has_chosen_it() -> None:
    options = ChosenLimits(max_turns=5)
    project = ChosenLimits(max_turns=9, max_cost=3.5, max_revisions=0)
    assert limits_of(options, project) == Limits(
        max_parallel=500, max_turns=5, max_cost=3.5, max_revisions=0
    )


def test_without_a_choice_the_defaults_hold() -> None:
    assert limits_of(ChosenLimits(), ChosenLimits()) == Limits()


def test_no_limit_can_be_chosen_over_an_amount_and_an_amount_over_none() -> None:
    none, amount = ChosenLimits(max_cost="none"), ChosenLimits(max_cost=2)
    assert limits_of(none, amount).max_cost is None
    assert limits_of(amount, none).max_cost == 2.0


@pytest.mark.parametrize("cost", [-1, float("inf"), float("nan"), True, "lots", [1]])
def test_what_is_no_amount_is_refused(cost: object) -> None:
    with pytest.raises(ValidationError, match="expected an amount of USD"):
        ChosenLimits.model_validate({"max_cost": cost})
