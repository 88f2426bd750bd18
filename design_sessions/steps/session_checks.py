"""What is checked before a session creates or spends anything."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from design_sessions.committed_designs import PresentDesigns
from design_sessions.context_document.model import ContextDesign
from design_sessions.data_directory import check_writable
from design_sessions.errors import InputError
from design_sessions.layouts import review_path
from design_sessions.project_settings.layout_check import read_project_context
from design_sessions.project_settings.model import ProjectSettings
from design_sessions.project_settings.reading import read_project_settings
from design_sessions.project_settings.rules_directory import read_project_rules
from design_sessions.pull_requests import pull_requests_for
from design_sessions.repository.address import check_checkout, resolve_repository
from design_sessions.repository.base_commit import resolve_base
from design_sessions.repository.mirrors.checkout_configuration import adopt_configuration
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.reading.obstacles import Obstacle, find_obstacles
from design_sessions.repository.writing.branches import BranchChoice
from design_sessions.repository.writing.push import check_push_allowed
from design_sessions.rules import Rule
from design_sessions.services import Services
from design_sessions.session_order import SessionOrder
from design_sessions.steps.session_branch import find_branch
from design_sessions.wording import counted

MOST_DIAGNOSTICS = 20
"""Diagnostics of documents that become notes of the session."""
_OBSTACLES_NAMED = 3
"""Of what stands in the way of designs, how much one line has room for."""


@dataclass(frozen=True)
class Checked:
    """What the checks found, for the branch and the records to be made of."""

    mirror: Mirror
    settings: ProjectSettings
    context: ContextDesign
    rules: list[Rule]
    base_commit: str
    branch: BranchChoice
    designs: PresentDesigns
    notes: list[str]


def check_repository(
    services: Services, order: SessionOrder, *, claimed: Collection[str] = ()
) -> Checked:
    """Disk, repository, documents, code host and push, in the order of their cost.

    Args:
        services: settings, mirrors and the open sessions.
        order: what a person wants.
        claimed: branches that others have taken since they were looked at.

    Raises:
        InputError: what the person must fix.
        RepositoryError: the remote refuses a push, if it says so without one.
        PullRequestError: the code host would not take a pull request.
    """
    check_writable(services.settings.data_directory)
    if order.checkout is not None and os.path.isdir(order.checkout):
        address = resolve_repository(order.checkout)
        base = check_checkout(address, order.base) or order.base
    else:
        base = order.base
    mirror = services.mirrors.get(order.repository)
    mirror.fetch()
    if order.checkout is not None and os.path.isdir(order.checkout):
        adopt_configuration(mirror, Path(order.checkout))
    base_commit = resolve_base(mirror, base)
    snapshot = mirror.snapshot(base_commit)
    settings = read_project_settings(snapshot)
    context = read_project_context(
        settings, snapshot, order.context, project_module=order.project_module
    )
    declared = [component.declared_type or "" for component in context.components]
    rules, rule_diagnostics = read_project_rules(settings, snapshot, declared)
    noted = [*context.diagnostics, *rule_diagnostics]
    notes = [str(each) for each in noted[:MOST_DIAGNOSTICS]]
    if len(noted) > MOST_DIAGNOSTICS:
        left = counted(len(noted) - MOST_DIAGNOSTICS, "more note")
        notes.append(f"{left} left out: `components {context.module}` prints the context's.")
    pull_requests = pull_requests_for(services.settings, order.repository)
    pull_requests.check_access()
    found = find_branch(services, mirror, order, context, base_commit, pull_requests, claimed)
    branch = found.choice
    notes += found.notes
    if pull_requests.note:
        notes.append(pull_requests.note)
    if order.pr_comments and pull_requests.discussion(branch.branch, order.base) is None:
        notes.append(
            "--pr-comments has no effect: there is no pull request on a code host to comment on."
        )
    _check_paths(mirror, order, context, branch, base_commit)
    check_push_allowed(mirror, branch.branch)
    head = mirror.snapshot(branch.head or base_commit)
    return Checked(
        mirror=mirror,
        settings=settings,
        context=context,
        rules=rules,
        base_commit=base_commit,
        branch=branch,
        designs=PresentDesigns(
            context, settings, order.project_module, base=snapshot, designs=head, committed=head
        ),
        notes=notes,
    )


def _check_paths(
    mirror: Mirror,
    order: SessionOrder,
    context: ContextDesign,
    branch: BranchChoice,
    base_commit: str,
) -> None:
    """Refuse what would otherwise surface only after the designs are paid for and committed."""
    paths = [component.design_path for component in context.components]
    if order.review:
        paths.append(review_path(context.path))
    obstacles = find_obstacles(mirror.git, branch.head or base_commit, paths)
    if not obstacles:
        return
    by_path: dict[str, list[Obstacle]] = {}
    for obstacle in obstacles:
        by_path.setdefault(obstacle.path, []).append(obstacle)
    named = [
        f"{group[0]} (and {len(group) - 1} more)" if len(group) > 1 else str(group[0])
        for group in list(by_path.values())[:_OBSTACLES_NAMED]
    ]
    if len(by_path) > len(named):
        named.append(f"and {len(by_path) - len(named)} more")
    if branch.head is None:
        where = f"In the commit {base_commit[:10]}, which the session starts from"
        remedy = "Move it away, commit and push"
    else:
        where = f"On the branch {branch.branch}"
        remedy = "Move it away there and push, choose another with --branch"
    if any(obstacle.is_name for obstacle in obstacles):
        remedy = "Rename the component in the context's document"
    raise InputError(
        f"{where}, {'; '.join(named)}.",
        f"{remedy}, or move the context's document to another layout.",
    )
