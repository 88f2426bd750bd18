"""Each thing a person can do is a command and an update, and both can be sent as they stand."""

import shlex

import pytest

from design_sessions.decisions import DECISIONS
from design_sessions.status import Action
from tests.support.session_states import state_with
from workflows.decisions import actions
from workflows.decisions.reading import PointlessDecisionError, read_decision

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
    filled_in = {"USD": 40.0, "...": "My words."}
    data = {name: filled_in.get(str(value), value) for name, value in action.input.items()}
    assert read_decision(action.update, data)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.label)
def test_its_command_names_the_session(action: Action) -> None:
    words = shlex.split(action.command)
    assert words[:2] == ["python", "client.py"]
    assert words[3] == VIEW.id


def test_another_account_is_named_in_the_command() -> None:
    view = VIEW.model_copy(update={"scope": VIEW.scope.model_copy(update={"account": "my team"})})
    assert shlex.split(actions.recheck(view).command)[-2:] == ["--account", "my team"]


def test_advice_that_is_sent_as_offered_is_refused() -> None:
    action = actions.advise(VIEW, "Feed", "advise")
    with pytest.raises(PointlessDecisionError, match="placeholder"):
        read_decision(action.update, action.input)
