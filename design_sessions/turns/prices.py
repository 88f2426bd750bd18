"""What a call costs, estimated from one dated table that a user can override."""

from __future__ import annotations

import datetime
import re
import tomllib
from importlib import resources
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from design_sessions.errors import InputError
from design_sessions.settings import Settings
from design_sessions.status import Usage

_PER_TOKEN = 1e-6
_VERSION_SUFFIX = re.compile(r"(-\d{8}|-latest|@.*)$")
_OF_BEDROCK = re.compile(r"^(?:(?:global|us|us-gov|eu|jp|apac|au)\.)?anthropic\.(?=claude-)")
"""What Amazon Bedrock puts before Anthropic's name of a model. What it puts behind it
(``-v1:0``) names an older version, for which the table has no price."""
_REGIONAL_SURCHARGE = 1.1
"""What the clouds ask for if a region is to process the calls, and not any of theirs. Bedrock's
global profiles cost less; an estimate may be too high."""


class ModelPrice(BaseModel):
    """Prices of one model in USD per million tokens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: float = Field(ge=0, allow_inf_nan=False)
    output: float = Field(ge=0, allow_inf_nan=False)
    cache_write_5m: float = Field(ge=0, allow_inf_nan=False)
    cache_write_1h: float = Field(ge=0, allow_inf_nan=False)
    cache_read: float = Field(ge=0, allow_inf_nan=False)


class PriceTable(BaseModel):
    """Prices by model. Every figure from it is an estimate."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    as_of: datetime.date | None = None
    """The day the built-in prices were taken; an override may leave it out."""
    models: dict[str, ModelPrice] = Field(default_factory=dict)

    @classmethod
    def load(cls, override: Path | None = None, *, factor: float = 1.0) -> PriceTable:
        """The built-in table, with the entries of the file ``override`` added or replaced.

        Args:
            override: read as it is.
            factor: of the built-in prices, see :func:`price_factor`.

        Raises:
            InputError: the override cannot be read, or is not of the table's shape.
        """
        package = resources.files("design_sessions.turns")
        table = cls.model_validate(
            tomllib.loads(package.joinpath("prices.toml").read_text("utf-8"))
        )
        table = table.times(factor)
        if override is None:
            return table
        own = _read_override(override)
        return cls(as_of=own.as_of or table.as_of, models={**table.models, **own.models})

    def price_of(self, model: str) -> ModelPrice | None:
        """The price of a model name, with or without a date, ``-latest`` or ``@`` version, or
        Bedrock's prefix."""
        name = _OF_BEDROCK.sub("", model)
        return (
            self.models.get(model)
            or self.models.get(name)
            or self.models.get(_VERSION_SUFFIX.sub("", name))
        )

    def times(self, factor: float) -> PriceTable:
        """All prices multiplied."""
        models = {
            name: ModelPrice(**{of: value * factor for of, value in price})
            for name, price in self.models.items()
        }
        return PriceTable(as_of=self.as_of, models=models)

    def cost(self, model: str, usage: Usage) -> float | None:
        """USD for ``usage``, None for a model without a price.

        Cache writes count at the 5-minute price: the product writes no others.
        """
        price = self.price_of(model)
        if price is None:
            return None
        return _PER_TOKEN * (
            usage.input_tokens * price.input
            + usage.output_tokens * price.output
            + usage.cache_read_tokens * price.cache_read
            + usage.cache_write_tokens * price.cache_write_5m
        )

    def worst_cost(self, model: str, input_tokens: int, output_tokens: int) -> float | None:
        """USD if all input has to be written to the cache and the whole output is used."""
        usage = Usage(cache_write_tokens=input_tokens, output_tokens=output_tokens)
        return self.cost(model, usage)

    def affordable_output(self, model: str, input_tokens: int, budget_usd: float) -> int | None:
        """How many output tokens ``budget_usd`` surely pays for; None: without limit."""
        price = self.price_of(model)
        if price is None or price.output == 0:
            return None
        left = budget_usd - input_tokens * price.cache_write_5m * _PER_TOKEN
        return max(0, int(left / (price.output * _PER_TOKEN)))


def price_factor(settings: Settings) -> float:
    """How much more than in the built-in table, which is Anthropic's, a provider's models cost."""
    is_global = settings.provider == "vertex" and settings.vertex_region == "global"
    return 1.0 if settings.provider == "anthropic" or is_global else _REGIONAL_SURCHARGE


def prices_of(settings: Settings) -> PriceTable:
    """The prices that a process with these settings reckons with.

    Raises:
        InputError: see :meth:`PriceTable.load`.
    """
    return PriceTable.load(settings.prices_file, factor=price_factor(settings))


def _read_override(path: Path) -> PriceTable:
    try:
        return PriceTable.model_validate(tomllib.loads(path.expanduser().read_text("utf-8")))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(
            f"The price table {path} cannot be read: {reason}.", "Fix or unset DESIGN_PRICES."
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            f"The price table {path} is not valid TOML: {error}.",
            "Fix the file or unset DESIGN_PRICES.",
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InputError(
            f"The price table {path} has a wrong entry at {place}: {first['msg']}.",
            'Each model needs [models."NAME"] with input, output, cache_write_5m, cache_write_1h '
            "and cache_read in USD per million tokens.",
        ) from error
