"""Each thing a person can do is a command and an update, and both can be sent as they stand."""

import shlex

import pytest

from design_sessions.decisions import DECISIONS
from design_sessions.status import Action
from tests.support.session_states import state_with
from workflows.decisions import actions
from workflows.decisions.reading import read_decision
from workflows.decisions.rules import decide

VIEW = state_with(Feed="failed").view
ACTIONS = [
    actions.retry_all(VIEW, "again"),
    actions.raise_limit(VIEW),
    actions.advise(VIEW, "Feed", "advise"),
    actions.accept(VIEW, "Feed"),
    actions.skip(VIEW, "Feed"),
    actions.recheck(VIEW),
    actions.skip_review(VIEW),
    actions.skip_pull_request(VIEW),
]


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.label)
def test_its_update_exists_and_its_input_is_read(action: Action) -> None:
    assert action.update in DECISIONS
    data = {name: 40.0 if value == "USD" else value for name, value in action.input.items()}
    assert read_decision(action.update, data)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.label)
def test_its_command_names_the_session(action: Action) -> None:
    words = shlex.split(action.command)
    assert words[:2] == ["python", "client.py"]
    assert words[3] == VIEW.id


def test_another_account_is_named_in_the_command() -> None:
    view = VIEW.model_copy(update={"scope": VIEW.scope.model_copy(update={"account": "my team"})})
    assert shlex.split(actions.recheck(view).command)[-2:] == ["--account", "my team"]


def test_advice_that_is_sent_as_offered_designs_the_component_again() -> None:
    state = state_with(Feed="failed")
    action = actions.advise(state.view, "Feed", "advise")
    decide(state, read_decision(action.update, action.input), at="2026-01-01")
    assert state.component("Shop.Blog.Feed").state == "pending"
