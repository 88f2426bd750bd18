"""Reading a work tree without the programs that its configuration names as filters."""

from __future__ import annotations

from design_sessions.repository.git.command import GitCommand

_KEYS = r"^filter\..*\.(clean|smudge|process|required)$"


def without_filters(git: GitCommand) -> list[tuple[str, str]]:
    """Configuration that turns off every filter that is set where ``git`` runs."""
    found = git.run(
        "config",
        "-z",
        "--name-only",
        "--get-regexp",
        _KEYS,
        action="read the configuration",
        accept=(0, 1),
    )
    keys = dict.fromkeys(key for key in found.stdout.decode("utf-8", "replace").split("\0") if key)
    return [(key, "false" if key.endswith(".required") else "") for key in keys]
