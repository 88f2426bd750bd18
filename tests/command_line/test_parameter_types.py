from __future__ import annotations

import pytest

from tests.command_line.conftest import Command

START = ("start", "--repo", "nowhere", "--context", "MyApp.Blog")


@pytest.mark.parametrize("amount", ["nan", "inf", "-inf", "-1", "cheap", "1e999", ""])
@pytest.mark.parametrize("command", [("retry",), START])
def test_what_is_no_amount_is_said_with_an_example(
    client: Command, command: tuple[str, ...], amount: str
) -> None:
    ended = client(*command, f"--max-cost={amount}")

    assert (ended.code, ended.out) == (2, "")
    assert f"'{amount}' is not an amount of USD; write a number " in ended.err
    assert "such as 40" in ended.err
    assert ended.err.count("\n") == 1


def test_a_session_can_start_with_no_money_or_no_limit_but_not_be_raised_to_them(
    client: Command,
) -> None:
    for amount in ("0", "none"):
        assert "is not an amount" in client("retry", "--max-cost", amount).err
        assert "is not an amount" not in client(*START, "--max-cost", amount).err
