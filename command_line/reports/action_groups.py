"""Actions on many components: one command for all instead of one for each."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from design_sessions.status import Action

_LABELS = {
    "revise": "Have only some of these {count} revised",
    "waive_finding": "Waive some of these {count} findings",
    "retry_component": "Retry some or all of these {count} with guidance",
    "accept_component": "Accept the last drafts of some or all of these {count} as they are",
    "skip_component": "Continue without some or all of these {count}",
}
"""By the update that an action sends; a retry without guidance is a revision."""
_MOST_NAMED = 3
"""Names in a command; of more, its reader writes down some, as ``--help`` calls them."""


def grouped_actions(offered: Iterable[Action]) -> list[Action]:
    """The actions; those of one kind on several components become one group.

    A group takes the place of its first action. Its ``input`` is that of the first, since an update
    takes only one component.
    """
    kinds: dict[str, list[Action]] = {}
    for position, action in enumerate(offered):
        alone = _kind(action) not in _LABELS or _named(action) is None
        kinds.setdefault(str(position) if alone else _kind(action), []).append(action)
    shown: list[Action] = []
    for kind in kinds.values():
        shown += [_group(kind)] if len(kind) > 1 else kind
    return shown


def _kind(action: Action) -> str:
    is_revision = action.update == "retry_component" and "guidance" not in action.input
    return "revise" if is_revision else action.update


def _named(action: Action) -> str | float | None:
    """The component or the finding that an action is about."""
    return action.input.get("component", action.input.get("finding"))


def _group(members: list[Action]) -> Action:
    first = members[0]
    names = [str(_named(member)) for member in members]
    words = shlex.split(first.command)
    place = words.index(names[0])
    if len(names) > _MOST_NAMED:
        names = ["COMPONENT..." if "component" in first.input else "FINDING..."]
    command = shlex.join([*words[:place], *names, *words[place + 1 :]])
    label = _LABELS[_kind(first)].format(count=len(members))
    return first.model_copy(update={"label": label, "command": command})
