"""Turns ``--repo`` and ``--context`` into the order for a session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypedDict, Unpack

from command_line.choosing.context import context_in_repository, read_chosen_context
from design_sessions.chosen_components import chosen_modules
from design_sessions.committed_designs import DesignState, PresentDesigns
from design_sessions.context_document.model import ContextDesign
from design_sessions.design_order import DesignOrder
from design_sessions.endpoint.messages import BYTES_PER_TOKEN
from design_sessions.modules import branch_name
from design_sessions.project_settings.model import ProjectSettings
from design_sessions.project_settings.settings_file import SETTINGS_FILE
from design_sessions.repository.address import check_checkout, resolve_repository
from design_sessions.repository.base_commit import resolve_base
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.mirrors.pool import MirrorPool
from design_sessions.rule_files import read_rules
from design_sessions.rules import join_rules, matching_rules
from design_sessions.session_order import ChosenLimits, OnFailure, SessionOrder, limits_of
from design_sessions.settings import Settings


class OrderOptions(TypedDict, total=False):
    """Options of a session beyond its repository and context; see ``SessionOrder``."""

    base: str | None
    branch: str | None
    regenerate: bool
    only: list[str]
    redo: str | None
    threads: list[str]
    design_order: DesignOrder
    replace_hand_written: bool
    project_module: str | None
    model: str | None
    review_model: str | None
    limits: ChosenLimits
    on_failure: OnFailure
    wait_limit: float | None
    review: bool
    pr_comments: bool


class Ordered(NamedTuple):
    """An order, and what was found while making it."""

    order: SessionOrder
    project: str
    """The project's name if no option or setting gives one."""
    mirror: Mirror
    base_commit: str
    context: ContextDesign
    settings: ProjectSettings
    """The project's own, at the base commit."""


def order_for(
    settings: Settings, repository: str, context: str, **options: Unpack[OrderOptions]
) -> Ordered:
    """Find the repository, fetch its mirror, read the context's document, and order a session.

    Args:
        settings: of this process.
        repository: path or URL.
        context: module, or path of the document in the repository.
        options: ``base`` is a commit, branch or tag; the default is HEAD for a path and the default
            branch for a URL. The project's settings may fill in options that are not given.

    Raises:
        InputError: with what is wrong and how to fix it, such as a document that is not committed
            or a base that the remote does not have.
        RepositoryError: the remote cannot be read.
    """
    base, project_module = options.get("base"), options.get("project_module")
    address = resolve_repository(repository)
    context = context_in_repository(context, address)
    document = context if context.endswith(".md") else None
    checked_base = check_checkout(address, base, document)
    mirror = MirrorPool.of(settings).get(address.remote_url)
    mirror.fetch()
    base_commit = resolve_base(mirror, checked_base or base)
    check_checkout(address, base, SETTINGS_FILE)
    snapshot = mirror.snapshot(base_commit)
    project, found = read_chosen_context(address, snapshot, context, base, project_module)
    chosen_modules(found.components, options.get("only") or [])
    check_checkout(address, base, found.path)
    order = SessionOrder(
        repository=address.remote_url,
        checkout=address.checkout,
        context=context,
        context_module=found.module,
        **{
            **options,
            "base": base or checked_base,
            "limits": limits_of(options.get("limits") or ChosenLimits(), project.limits),
        },
    )
    name = project.project.name or address.name
    return Ordered(order, name, mirror, base_commit, found, project)


def branch_of(ordered: Ordered) -> str:
    """The branch that the session asks for; where it is taken, the worker chooses another."""
    order = ordered.order
    return order.branch or branch_name(order.context_module, order.project_module)


def designs_on(ordered: Ordered, branch: str) -> PresentDesigns:
    """The designs that this branch has; those of the base where there is no such branch."""
    mirror = ordered.mirror
    head = mirror.snapshot(mirror.branch_head(branch) or ordered.base_commit)
    return PresentDesigns(
        ordered.context,
        ordered.settings,
        ordered.order.project_module,
        base=mirror.snapshot(ordered.base_commit),
        designs=head,
        committed=head,
    )


def planned_states(ordered: Ordered, present: PresentDesigns) -> dict[str, DesignState]:
    """What the session would do with each component, by module."""
    states = dict(present.states)
    chosen = chosen_modules(ordered.context.components, ordered.order.only)
    anew = set(states) if ordered.order.regenerate else set[str]()
    if ordered.order.redo is not None:
        anew |= chosen
    states |= {module: "revise" for module in anew if states[module] == "kept"}
    return {
        module: state if module in chosen or state == "kept" else "left"
        for module, state in states.items()
    }


def to_design(states: Mapping[str, DesignState]) -> int:
    """How many components will be designed."""
    return sum(state in ("new", "revise") for state in states.values())


def rules_tokens(ordered: Ordered) -> int:
    """Tokens of the repository's rules for the component that has the longest."""
    snapshot, context = ordered.mirror.snapshot(ordered.base_commit), ordered.context
    rules, _ = read_rules(snapshot, ordered.settings.documents.rules)
    types = {(str(component.type), component.declared_type) for component in context.components}
    texts = (
        join_rules(matching_rules(rules, type_, declared_type=declared))
        for type_, declared in types
    )
    return max((len(text.encode()) // BYTES_PER_TOKEN for text in texts), default=0)
