"""Whether a session's models can be used: asked of the models API, else with one small call."""

from __future__ import annotations

import asyncio
import math
from datetime import datetime
from uuid import uuid4

from pydantic import BaseModel

from design_sessions.agent.tool_definitions import design_tools, review_tools
from design_sessions.endpoint.errors import refusal_reason
from design_sessions.endpoint.messages import ModelResponse, is_anthropics
from design_sessions.endpoint.trial_call import PATIENCE, try_model
from design_sessions.errors import InputError, ModelUnavailableError
from design_sessions.references import SessionReference, TurnReference
from design_sessions.services import Services
from design_sessions.session_order import SessionOrder
from design_sessions.settings import Settings
from design_sessions.status import Agent, Usage
from design_sessions.steps.planned_work import PlannedWork
from design_sessions.store.database.transactions import utc_now
from design_sessions.turns.leases import LEASE
from design_sessions.turns.patience import judge
from design_sessions.turns.turn import output_tokens

_LONGEST_WAIT = 150.0
"""Seconds that a person at the terminal waits while the endpoint asks for patience."""


class TrialCall(BaseModel):
    """One small call to a model, and what it has used with its failed tries."""

    model: str
    answer: ModelResponse | None
    """None if it did not come in time."""
    usage: Usage


class CheckedModels(BaseModel):
    """What is known of the models, and the calls that were made for it."""

    notes: list[str]
    trials: list[TrialCall]


async def try_models(
    services: Services,
    session: SessionReference,
    order: SessionOrder,
    agent: Agent,
    work: PlannedWork,
) -> CheckedModels:
    """Check each model; one that the session will call is tried if only a call can tell.

    Raises:
        InputError: an endpoint refuses the call, or fails for longer than the patience with it.
        CredentialsError, QuotaError: as for any call.
    """
    checked = CheckedModels(notes=[], trials=[])
    called = {agent.model: bool(work.designs)}
    if order.review:
        called[agent.review_model] = called.get(agent.review_model, False) or work.review
    for model, is_called in called.items():
        await _check(services, session, agent, model, checked, is_called=is_called)
        if services.prices.price_of(model) is None and order.limits.max_cost is not None:
            checked.notes.append(
                f"No price is known for {model}: the cost limit does not apply to it, only the "
                "limits on turns and revisions. Set prices with DESIGN_PRICES."
            )
    return checked


async def _check(
    services: Services,
    session: SessionReference,
    agent: Agent,
    model: str,
    checked: CheckedModels,
    *,
    is_called: bool,
) -> None:
    client = services.model_client
    known = await client.check_model(model)
    if known.speaks_for_calls or is_anthropics(client.endpoint):
        if known.unknown:
            checked.notes.append(f"{model} is not checked: {known.unknown}.")
        return
    if not is_called:
        return
    # Others may know the model and refuse its tools, or not know it under this name and serve it.
    trial = await _try_patiently(services, session, agent, model)
    checked.trials.append(trial)
    tried = f"{model} was tried with one small call, since its endpoint may not be Anthropic's own"
    if trial.answer is None:
        late = f"no answer to a small call within {PATIENCE:g} seconds"
        checked.notes.append(f"{tried}; it is still not known to work: {late}.")
    else:
        checked.notes.append(f"{tried}.")


async def _try_patiently(
    services: Services, session: SessionReference, agent: Agent, model: str
) -> TrialCall:
    """The answer, after as many tries as a turn of the session would have, within minutes."""
    max_tokens = await output_tokens(services, model)
    spent, of_try = Usage(), Usage()

    def note(usage: Usage) -> None:
        nonlocal of_try
        of_try = usage

    errors, first = 0, utc_now()
    while True:
        of_try = Usage()
        try:
            answer = await try_model(
                services.model_client,
                model,
                tools=design_tools() if model == agent.model else review_tools(),
                effort=agent.effort,
                max_tokens=max_tokens,
                headers={"X-Design-Session": str(session.session_id), "X-Design-Turn": "0"},
                on_usage=note,
            )
        except ModelUnavailableError as error:
            services.metrics.count_refusal(model, refusal_reason(error))
            errors, first = errors + 1, first if errors else utc_now()
            wait = _wait(error, errors, first, services.settings)
        else:
            return TrialCall(model=model, answer=answer, usage=spent + of_try)
        spent += of_try
        await asyncio.sleep(wait)


def _wait(error: ModelUnavailableError, errors: int, first: datetime, settings: Settings) -> float:
    """Seconds until the next try.

    Raises:
        InputError: the endpoint has failed for too long, or asks to wait for too long.
    """
    judged = judge(
        error,
        error_count=errors,
        first_error_at=first,
        now=utc_now(),
        silent_for=math.inf,
        settings=settings.model_copy(
            update={
                "model_patience": min(settings.model_patience, _LONGEST_WAIT),
                "rate_limit_patience": min(settings.rate_limit_patience, _LONGEST_WAIT),
            }
        ),
    )
    if isinstance(judged, ModelUnavailableError):
        return judged.retry_after or 0.0
    raise InputError(
        f"The small call before the session failed: {judged.message}",
        "Start again when the endpoint takes calls.",
    )


def record_trials(services: Services, session: SessionReference, trials: list[TrialCall]) -> None:
    """Enter the small calls in the ledger, as turns of the session's own record."""
    ledger = services.store.ledger
    for number, trial in enumerate(trials, 1):
        turn = TurnReference(
            scope=session.scope,
            deployment_id=session.deployment_id,
            session_id=session.session_id,
            parent_session_id=session.session_id,
            attempt=1,
            workflow_id="",
            conversation=1,
            turn=number,
        )
        owner = f"{services.owner}/{uuid4().hex[:8]}"
        ledger.claim(
            turn,
            owner=owner,
            lease_seconds=LEASE,
            request=[],
            guidance=[],
            reserve_usd=None,
            cost_limit_usd=None,
        )
        answer = trial.answer
        cost = services.prices.cost(trial.model, trial.usage)
        usage = trial.usage.model_copy(update={"cost_usd": cost})
        services.metrics.count_usage(trial.model, usage)
        ledger.finish(
            turn,
            owner,
            response=answer.content if answer else [],
            stop_reason=answer.stop_reason if answer else None,
            model=answer.model if answer and answer.model else trial.model,
            usage=usage,
            request_id=answer.request_id if answer else None,
        )
