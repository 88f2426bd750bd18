"""What may stand at a place of the command line."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from command_line.choosing.session_names import SHORTEST_BEGINNING, session_named
from command_line.completion.contexts import contexts_of
from command_line.completion.options import OPTIONS, SUBCOMMANDS, options_of, shown_options
from command_line.completion.records import RecordedSession, Records, open_records
from design_sessions.errors import InputError

PATHS = "/"
"""Instead of names: the shell's own completion of paths."""

_SESSIONS = frozenset({"status", "watch", "recheck"})
_COMPONENTS = frozenset({"retry", "skip", "accept", "cancel", "redo", "show", "log"})
_CONTEXTS = frozenset({"start", "components", "check"})
_DECISIONS = frozenset({"retry", "skip", "accept", "cancel", "recheck", "waive"})
"""On active sessions only."""
_OF_ENDED = frozenset({"redo", "delete"})
_WITH_REVIEW = frozenset({"show", "log"})


class _Words(NamedTuple):
    """A command line up to the word that is completed."""

    given: dict[str, str]
    """Values by option; empty for a flag."""
    arguments: list[str]
    waiting: str | None
    """The option whose value is completed."""


def suggestions(
    words: Sequence[str], incomplete: str, commands: Collection[str], environment: Mapping[str, str]
) -> Sequence[str] | str:
    """What the incomplete word may become, or :data:`PATHS`.

    Args:
        words: before it, without the program.
        incomplete: what is there of it.
        commands: the names of the commands.
        environment: of the process.

    Raises:
        Exception: anything that goes wrong; nothing is suggested then.
    """
    if not words:
        return _fitting([*commands, "--help", "--version"], incomplete)
    command, *rest = words
    if command not in OPTIONS:
        return []
    before = _read(options_of(command), rest)
    if before.waiting is not None:
        value = options_of(command)[before.waiting] or ""
        if value == "@":
            return PATHS
        if before.waiting == "--context":
            return _fitting(contexts_of(_repository(before.given)), incomplete)
        return _fitting(value.split("|"), incomplete) if value else []
    if incomplete.startswith("-"):
        return _fitting(shown_options(command), incomplete)
    if command in SUBCOMMANDS:
        return PATHS if before.arguments else _fitting(SUBCOMMANDS[command], incomplete)
    if command == "validate" or ("/" in incomplete and command in _CONTEXTS):
        return PATHS
    if command in _CONTEXTS:
        own = [] if before.arguments else contexts_of(_repository(before.given))
        return _fitting(own, incomplete) or PATHS
    with open_records(before.given, environment) as records:
        return _recorded(records, command, before.arguments, incomplete)


def _read(options: Mapping[str, str | None], words: Sequence[str]) -> _Words:
    given: dict[str, str] = {}
    arguments: list[str] = []
    waiting: str | None = None
    for word in words:
        if waiting is not None:
            given[waiting], waiting = word, None
        elif not word.startswith("-"):
            arguments.append(word)
        elif "=" in word:
            name, _, given_value = word.partition("=")
            given[name] = given_value
        elif options.get(word) is not None:
            waiting = word
        else:
            given[word] = ""
    return _Words(given, arguments, waiting)


def _repository(given: Mapping[str, str]) -> Path:
    return Path(given.get("--repo", os.curdir)).expanduser()


def _recorded(
    records: Records, command: str, arguments: Sequence[str], incomplete: str
) -> list[str]:
    known = records.sessions()
    if command in _DECISIONS:
        known = [each for each in known if each.status == "active"]
    elif command in _OF_ENDED:
        known = [each for each in known if each.status != "active"]
    found = [] if arguments else _names(known, incomplete, only_ids=command == "delete")
    # Others take a session alone, and no second argument.
    if command in _COMPONENTS or command == "waive":
        found += _named_parts(records, command, known, arguments)
    return [each for each in _fitting(found, incomplete) if each not in arguments]


def _named_parts(
    records: Records, command: str, known: Sequence[RecordedSession], arguments: Sequence[str]
) -> list[str]:
    """What the session has that the command would choose by its arguments."""
    if arguments and (named := _session(known, arguments[0])) is not None:
        return _parts(records, command, named)
    # Without a name it is the only active one to decide on, else the newest.
    if not known or (command in _DECISIONS and len(known) > 1):
        return []
    parts = _parts(records, command, known[0])
    return parts if not arguments or arguments[0] in parts else []


def _parts(records: Records, command: str, session: RecordedSession) -> list[str]:
    if command == "waive":
        return records.open_findings(session)
    more = ["review"] if command in _WITH_REVIEW else []
    return [*records.components(session), *more]


def _session(known: Sequence[RecordedSession], name: str) -> RecordedSession | None:
    try:
        found = session_named(known, name)
    except InputError:
        return None
    return next((each for each in known if found in (each.id, str(each.session_id))), None)


def _names(known: Sequence[RecordedSession], incomplete: str, *, only_ids: bool) -> list[str]:
    """Contexts, or the ID where several have one; IDs and UUIDs for who begins to write one."""
    ids = list(dict.fromkeys(each.id for each in known))
    if only_ids or "/" in incomplete:
        return ids
    contexts = [name.rpartition("/")[2] for name in ids]
    names = [
        context if contexts.count(context) == 1 else name
        for name, context in zip(ids, contexts, strict=True)
    ]
    if _fitting(names, incomplete):
        return names
    lasts = [context.rpartition(".")[2] for context in contexts]
    records = [str(each.session_id) for each in known]
    return [
        *(name for name in lasts if lasts.count(name) == 1),
        *(records if len(incomplete) >= SHORTEST_BEGINNING else []),
    ]


def _fitting(names: Collection[str], incomplete: str) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]
