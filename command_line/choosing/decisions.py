"""What a person decides with a command, as the session takes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import click

from design_sessions.decisions import (
    AcceptComponent,
    Decision,
    RetryComponent,
    RetryFailed,
    RetryStep,
    SkipComponent,
    SkipPullRequest,
    SkipReview,
    WaiveFinding,
)


class AskedDecisions(NamedTuple):
    """Decisions about one session, in their order."""

    decisions: Sequence[Decision]
    instead: Sequence[Decision] = ()
    """Tried one after another where the session rejects one of them."""


def retries(
    components: Sequence[str], *, guidance: str | None, max_cost: float | None, by: str
) -> AskedDecisions:
    """Retry these components; without any, the step and every component that failed.

    Args:
        components: their names.
        guidance: advice for the model.
        max_cost: the session's new limit, in USD.
        by: who decides.

    Raises:
        click.UsageError: a limit is given for components.
    """
    if components and max_cost is not None:
        raise click.UsageError("--max-cost applies to the whole session: leave out the components.")
    if components:
        return AskedDecisions(
            [RetryComponent(component=name, guidance=guidance, by=by) for name in components]
        )
    # While siblings run, no step waits yet, but what has failed can already be retried.
    return AskedDecisions(
        [RetryStep(guidance=guidance, max_cost=max_cost, by=by)],
        instead=[RetryFailed(guidance=guidance, max_cost=max_cost, by=by)],
    )


def skips(
    components: Sequence[str], *, review: bool, pull_request: bool, reason: str, by: str
) -> AskedDecisions:
    """Continue without these components, the review or the pull request.

    Raises:
        click.UsageError: nothing is named.
    """
    decisions: list[Decision] = [
        SkipComponent(component=name, reason=reason, by=by) for name in components
    ]
    if review:
        decisions.append(SkipReview(reason=reason, by=by))
    if pull_request:
        decisions.append(SkipPullRequest(reason=reason, by=by))
    if not decisions:
        raise click.UsageError("Name a component, or give --review or --pull-request.")
    return AskedDecisions(decisions)


def waivers(findings: Sequence[str], *, reason: str, by: str) -> AskedDecisions:
    """Leave these findings as they are.

    Raises:
        click.UsageError: none is named.
    """
    if not findings:
        raise click.UsageError("Name a finding, such as F1.")
    return AskedDecisions([WaiveFinding(finding=name, reason=reason, by=by) for name in findings])


def acceptances(components: Sequence[str], *, reason: str | None, by: str) -> AskedDecisions:
    """Accept the last drafts of these components as they are.

    Raises:
        click.UsageError: none is named.
    """
    if not components:
        raise click.UsageError("Name a component.")
    return AskedDecisions(
        [AcceptComponent(component=name, reason=reason, by=by) for name in components]
    )
