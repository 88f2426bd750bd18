"""Words, amounts and lengths of time as people write them."""

from __future__ import annotations

import math
import re
from datetime import timedelta

import click

from design_sessions.decisions import own_words
from design_sessions.session_order import NoLimit

_UNITS = {"m": 1 / 1440, "h": 1 / 24, "d": 1.0, "w": 7.0}


def some_words(text: str) -> str:
    """A person's own words, without white space around them.

    Raises:
        ValueError: there are none, or they are the placeholder of an offered command.
    """
    said = own_words(text)
    if not said:
        raise ValueError("write some text, or leave it out")
    return said


def length_of_time(text: str, *, zero: bool) -> timedelta:
    """What ``30d``, ``12h``, ``90m`` or ``2w`` means.

    Args:
        text: a number and a unit.
        zero: whether a length of zero is allowed.

    Raises:
        ValueError: it is not written so.
    """
    found = re.fullmatch(r"(\d{1,6})\s*([mhdw])", text.strip())
    if found is None or not (zero or int(found[1])):
        raise ValueError(f"{text!r} is not a length of time; write 30d, 12h, 90m or 2w")
    return timedelta(days=int(found[1]) * _UNITS[found[2]])


class Words(click.ParamType[str]):
    """Words of a person's own, never empty and never the placeholder of an offered command."""

    name = "TEXT"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        try:
            return some_words(str(value))
        except ValueError as error:
            self.fail(f"{error}.", param, ctx)


class Age(click.ParamType[timedelta]):
    """A length of time such as ``30d``, ``12h``, ``90m`` or ``2w``.

    Args:
        zero: whether a length of zero is allowed.
    """

    name = "30d|12h|90m|2w"

    def __init__(self, *, zero: bool = True) -> None:
        self._zero = zero

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        try:
            return length_of_time(str(value), zero=self._zero)
        except ValueError as error:
            self.fail(f"{error}.", param, ctx)


class Amount(click.ParamType[float]):
    """An amount of USD above zero."""

    name = "USD"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        amount = _finite(value)
        if amount is None or amount <= 0:
            self.fail(
                f"'{value}' is not an amount of USD; write a number above 0, such as 40.",
                param,
                ctx,
            )
        return amount


class Cost(click.ParamType[float | NoLimit]):
    """An amount of USD, or ``none`` for no limit."""

    name = "USD|none"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float | NoLimit:
        if str(value).lower() == "none":
            return "none"
        amount = _finite(value)
        if amount is None or amount < 0:
            self.fail(
                f"'{value}' is not an amount of USD; write a number such as 40, or none for no "
                "limit.",
                param,
                ctx,
            )
        return amount


def _finite(value: object) -> float | None:
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
