"""Behaviours and the components that implement them."""

from __future__ import annotations

import pytest

from tests.design_sessions.contradictions.conftest import Check, said

BEHAVIOUR = """## Callbacks

```elixir
@callback send(message :: String.t(), opts :: keyword()) :: :ok | {:error, term()}
@callback reaches?(String.t()) :: boolean()
@callback describe() :: String.t()
@optional_callbacks describe: 0
```
"""
BOTH = ("Mail", "Channel")


def implementation(specs: str, claim: str = "Implements `Channel` for mail.") -> dict[str, str]:
    return {
        "Channel": BEHAVIOUR,
        "Mail": f"{claim}\n\n```elixir\n{specs}\n```\n\n## Dependencies\n\n- MyApp.Blog.Channel\n",
    }


SEND = "@spec send(String.t(), keyword()) :: :ok"
REACHES = "@spec reaches?(String.t()) :: boolean()"


@pytest.mark.parametrize(
    "claim",
    [
        "Implements `Channel` for mail.",
        "This module implements the MyApp.Blog.Channel behaviour.",
        "```elixir\n@behaviour MyApp.Blog.Channel\n```",
    ],
)
def test_callbacks_have_their_name_arguments_and_shape(check: Check, claim: str) -> None:
    assert said(check(implementation(f"{SEND}\n{REACHES}", claim))) == []
    assert said(check(implementation(SEND, claim))) == [("unknown_function", "error", BOTH)]
    more = "@spec reaches?(String.t(), atom()) :: boolean()"
    assert said(check(implementation(f"{SEND}\n{more}", claim))) == [("arity", "error", BOTH)]
    other = "@spec reaches?(String.t()) :: {:ok, boolean()}"
    assert said(check(implementation(f"{SEND}\n{other}", claim))) == [
        ("return_shape", "error", BOTH)
    ]


@pytest.mark.parametrize(
    "claim",
    [
        "Keeps what implements `Channel`.",
        "Each of its parts implements `Channel`.",
        "It does not implement `Channel`.",
        "Implements `Phoenix.Channel`.",
    ],
)
def test_who_does_not_claim_to_implement_it_needs_nothing(check: Check, claim: str) -> None:
    assert said(check(implementation(SEND, claim))) == []


def test_who_states_no_callback_at_all_may_leave_them_to_the_reader(check: Check) -> None:
    assert said(check(implementation("@spec start() :: :ok"))) == []


def test_callbacks_that_the_behaviour_generates_may_be_missing(check: Check) -> None:
    designs = implementation(SEND)
    designs["Channel"] += "\n`__using__/1` has a default implementation of each.\n"
    assert said(check(designs)) == []


def test_the_claim_of_the_context_is_a_warning(check: Check) -> None:
    designs = implementation("@spec start() :: :ok", "Sends mails.")
    found = check(designs, entries={"Mail": "Sends mails. Implements Channel for mails."})
    assert said(found) == [("missing_callback", "warning", BOTH)]
