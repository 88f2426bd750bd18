"""A rough upper estimate of the cost, shown before anything is spent."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from command_line.choosing.order import Ordered, rules_tokens, to_design
from design_sessions.agent.review_groups import GROUP_TOKENS
from design_sessions.committed_designs import DesignState
from design_sessions.endpoint.messages import is_anthropics
from design_sessions.session_order import Limits
from design_sessions.settings import Settings
from design_sessions.status import Agent, Usage
from design_sessions.turns.prices import PriceTable, prices_of
from design_sessions.wording import dollars

_OPENING_TOKENS = 12_000
"""Instructions, the definition and what the agent reads first; generous."""
_GROWTH_TOKENS = 6_000
"""What one turn adds to the conversation: an answer and the files that it asked to read."""
_ANSWER_TOKENS = 4_000
_READING_TURNS = 4
_REVIEW_READING_TURNS = 2
"""The designs are in the review's message; few other files are read."""
_REVIEW_TOKENS_A_DESIGN = 3_000


class Plan(NamedTuple):
    """What a session is about to do."""

    agent: Agent
    limits: Limits
    components: int
    to_design: int
    """Components without a design that is kept."""
    has_review: bool
    rules_tokens: int = 0
    """Of the rules for one component, at most."""


def plan_of(ordered: Ordered, agent: Agent, states: Mapping[str, DesignState]) -> Plan:
    """The plan of an order.

    Args:
        ordered: what was ordered.
        agent: the models.
        states: what the session does with each component, by module.
    """
    return Plan(
        agent=agent,
        limits=ordered.order.limits,
        components=len(states),
        to_design=to_design(states),
        has_review=ordered.order.review,
        rules_tokens=rules_tokens(ordered),
    )


def upper_cost(settings: Settings, plan: Plan) -> str:
    """One line: what the session may cost at most, and its limit.

    Args:
        settings: with the price table.
        plan: of the session.
    """
    if not plan.to_design and not plan.has_review:
        return "Cost: nothing; every component has a valid design on the branch, which is kept."
    return _cost(settings, plan) + _trial(plan)


def _trial(plan: Plan) -> str:
    if is_anthropics(plan.agent.endpoint):
        return ""
    return (
        " Before the branch is made, an endpoint that may not be Anthropic's own is tried with one "
        "small call to each model."
    )


def _cost(settings: Settings, plan: Plan) -> str:
    estimate = _estimate(prices_of(settings), plan)
    limit = plan.limits.max_cost
    if estimate is None:
        return "Cost: no price is known for these models; see DESIGN_PRICES."
    if limit is None:
        return f"Cost: roughly {dollars(estimate)} at most; there is no limit (--max-cost)."
    if estimate > limit:
        return (
            f"Cost: at most {dollars(limit)} (--max-cost); without it roughly {dollars(estimate)}."
        )
    return f"Cost: roughly {dollars(estimate)} at most; hard limit {dollars(limit)} (--max-cost)."


def _estimate(prices: PriceTable, plan: Plan) -> float | None:
    limits = plan.limits
    turns = min(limits.max_turns, _READING_TURNS + 1 + limits.max_revisions)
    conversation = _conversation(turns, _OPENING_TOKENS + plan.rules_tokens)
    designs = prices.cost(plan.agent.model, conversation)
    if designs is None:
        return None
    one_round = prices.cost(plan.agent.model, _revisions(limits, conversation)) or 0.0
    total = (designs + one_round * limits.max_review_rounds) * plan.to_design
    if plan.has_review:
        review = prices.cost(plan.agent.review_model, _review(limits, plan.components))
        if review is None:
            return None
        total += review
    return total


def _revisions(limits: Limits, before: Usage) -> Usage:
    """The usage of a component's conversation that goes on with findings, in one round."""
    turns = min(limits.max_turns, 1 + limits.max_revisions)
    return _conversation(turns, before.cache_write_tokens)


def _review(limits: Limits, components: int) -> Usage:
    """The usage of a review: each conversation begins with the designs of its group."""
    turns = min(limits.max_turns, _REVIEW_READING_TURNS + 1 + limits.max_revisions)
    designs = _REVIEW_TOKENS_A_DESIGN * components
    groups = max(1, math.ceil(designs / GROUP_TOKENS))
    openings = [_OPENING_TOKENS + designs // groups] * groups
    if groups > 1:
        found = min(groups * _ANSWER_TOKENS, GROUP_TOKENS)
        openings.append(_OPENING_TOKENS + found)
    return sum((_conversation(turns, opening) for opening in openings), Usage())


def _conversation(turns: int, opening: int) -> Usage:
    """The usage of a conversation in which each turn finds the earlier ones cached."""
    grown = _GROWTH_TOKENS * turns
    return Usage(
        cache_write_tokens=opening + grown,
        cache_read_tokens=(turns - 1) * opening + grown * (turns - 1) // 2,
        output_tokens=_ANSWER_TOKENS * turns,
    )
