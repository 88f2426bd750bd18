from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from design_sessions.errors import InputError
from design_sessions.settings import Settings
from design_sessions.status import Usage
from design_sessions.turns.prices import PriceTable, price_factor, prices_of


@pytest.fixture
def prices() -> PriceTable:
    return PriceTable.load()


def test_a_cost_counts_every_kind_of_token(prices: PriceTable) -> None:
    usage = Usage(
        input_tokens=1_000_000,
        output_tokens=100_000,
        cache_read_tokens=2_000_000,
        cache_write_tokens=400_000,
    )
    assert prices.cost("claude-sonnet-5-5", usage) == pytest.approx(2.0 + 1.0 + 0.2 + 1.0)


@pytest.mark.parametrize(
    "model", ["claude-opus-5-5", "claude-opus-5-5-20260901", "claude-opus-5-5-latest"]
)
def test_a_dated_model_has_the_price_of_its_name(prices: PriceTable, model: str) -> None:
    assert prices.cost(model, Usage(output_tokens=1_000_000)) == pytest.approx(20.0)


def test_a_model_without_a_price_has_no_cost(prices: PriceTable) -> None:
    usage = Usage(input_tokens=5)
    assert prices.cost("llama-7", usage) is None
    assert prices.worst_cost("llama-7", 10, 10) is None
    assert prices.affordable_output("llama-7", 10, 1.0) is None


def test_the_default_models_have_prices(prices: PriceTable) -> None:
    settings = Settings()
    assert prices.price_of(Settings.model_fields["model"].default) is not None
    assert prices.price_of(Settings.model_fields["review_model"].default) is not None
    assert prices.as_of is not None
    assert settings.prices_file is None


def test_what_can_be_afforded_costs_no_more_than_the_budget(prices: PriceTable) -> None:
    tokens = prices.affordable_output("claude-opus-5-5", 10_000, 0.25)
    assert tokens == 10_000
    assert prices.affordable_output("claude-opus-5-5", 10_000, 0.01) == 0


def test_a_file_adds_and_replaces_prices(tmp_path: Path) -> None:
    own = tmp_path / "prices.toml"
    line = "input = 1\noutput = 2\ncache_write_5m = 1\ncache_write_1h = 1\ncache_read = 1\n"
    own.write_text(
        f'as_of = 2027-01-01\n[models."llama-7"]\n{line}[models."claude-opus-5-5"]\n{line}'
    )
    table = PriceTable.load(own)
    million = Usage(output_tokens=1_000_000)
    assert table.as_of == datetime.date(2027, 1, 1)
    assert table.cost("llama-7", million) == pytest.approx(2.0)
    assert table.cost("claude-opus-5-5", million) == pytest.approx(2.0)
    assert table.cost("claude-sonnet-5-5", million) == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[models", "not valid TOML"),
        (b"\xff\xfe", "not valid TOML"),
        (b'[models."x"]\ninput = "cheap"', "wrong entry at models.x"),
        (b"colour = 'red'", "wrong entry at colour"),
        (None, "cannot be read"),
    ],
)
def test_a_wrong_file_is_named_with_the_way_out(
    tmp_path: Path, content: bytes | None, words: str
) -> None:
    own = tmp_path / "prices.toml"
    if content is not None:
        own.write_bytes(content)
    with pytest.raises(InputError, match=words) as caught:
        PriceTable.load(own)
    assert str(own) in caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize(
    "model",
    [
        *("anthropic.claude-opus-5-5", "global.anthropic.claude-opus-5-5"),
        *("eu.anthropic.claude-opus-5-5", "claude-opus-5-5@20260901"),
    ],
)
def test_the_clouds_names_of_a_model_have_its_price(prices: PriceTable, model: str) -> None:
    assert prices.price_of(model) == prices.price_of("claude-opus-5-5")


@pytest.mark.parametrize(
    "model",
    [
        "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/claude-opus-5-5",
        "anthropic.claude-opus-5-5-v1:0",
        "somebody.claude-opus-5-5",
        "anthropic.opus-5-5",
    ],
)
def test_a_name_that_may_be_of_another_model_has_no_price(prices: PriceTable, model: str) -> None:
    assert prices.price_of(model) is None


@pytest.mark.parametrize(
    ("provider", "region", "factor"),
    [
        ("anthropic", "eu", 1.0),
        ("bedrock", "global", 1.1),
        ("vertex", "global", 1.0),
        ("vertex", "europe-west1", 1.1),
    ],
)
def test_a_region_of_a_cloud_costs_more(
    provider: str, region: str, factor: float, prices: PriceTable, tmp_path: Path
) -> None:
    own = tmp_path / "prices.toml"
    line = "input = 1\noutput = 2\ncache_write_5m = 1\ncache_write_1h = 1\ncache_read = 1\n"
    own.write_text(f'[models."mine"]\n{line}')
    settings = Settings.model_validate(
        {"DESIGN_PROVIDER": provider, "CLOUD_ML_REGION": region, "DESIGN_PRICES": own}
    )
    usage = Usage(output_tokens=1_000_000)

    assert price_factor(settings) == factor
    assert prices_of(settings).cost("claude-opus-5-5", usage) == pytest.approx(20.0 * factor)
    assert prices_of(settings).cost("mine", usage) == pytest.approx(2.0)
