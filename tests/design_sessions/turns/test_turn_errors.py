from __future__ import annotations

from datetime import timedelta

import pytest

from design_sessions.endpoint.errors import RateLimitedError
from design_sessions.errors import (
    CredentialsError,
    ModelError,
    ModelPatienceError,
    ModelUnavailableError,
    QuotaError,
)
from tests.support.turns import (
    SUBMITTED,
    World,
)


async def test_a_passing_error_asks_to_be_tried_again_and_is_counted(world: World) -> None:
    world.model_client.answers = [
        ModelUnavailableError("Overloaded."),
        ModelUnavailableError("Overloaded.", retry_after=9),
        SUBMITTED,
    ]
    for expected_count, wait in ((1, None), (2, 9)):
        with pytest.raises(ModelUnavailableError) as caught:
            await world.turn(1)
        assert caught.value.retry_after is not None
        assert wait is None or caught.value.retry_after == wait
        row = world.recorded(1)
        assert (row.state, row.error, row.error_count) == ("failed", "Overloaded.", expected_count)
        world.now += timedelta(seconds=10)
    assert (await world.turn(1)).state == "finished"


async def test_errors_end_the_turn_when_patience_has_ended(world: World) -> None:
    world.model_client.answers = [ModelUnavailableError("Overloaded.") for _ in range(3)]
    for seconds in (0, 100):
        world.now += timedelta(seconds=seconds)
        with pytest.raises(ModelUnavailableError):
            await world.turn(1)
    world.now += timedelta(seconds=100)
    with pytest.raises(ModelPatienceError, match="3 tries in 200 seconds"):
        await world.turn(1)


async def test_patience_begins_anew_with_another_attempt(world: World) -> None:
    world.model_client.answers = [ModelUnavailableError("Overloaded.") for _ in range(2)]
    with pytest.raises(ModelUnavailableError):
        await world.turn(1)
    world.now += timedelta(seconds=1000)
    with pytest.raises(ModelUnavailableError):
        await world.turn(1, attempt=2)


async def test_a_rate_limit_beyond_all_patience_is_a_quota(world: World) -> None:
    world.model_client.answers = [RateLimitedError("Slow down.", retry_after=86_400)]
    with pytest.raises(QuotaError):
        await world.turn(1)


@pytest.mark.parametrize("error", [CredentialsError("No."), ModelError("Bad."), QuotaError("No.")])
async def test_an_error_that_does_not_pass_is_raised_and_recorded(
    world: World, error: Exception
) -> None:
    world.model_client.answers = [error]
    with pytest.raises(type(error)):
        await world.turn(1)
    assert world.recorded(1).error == str(error)
