"""The options of each command, as completion needs them; a test compares them with the commands."""

from __future__ import annotations

from collections.abc import Mapping

_COMMON = "--account= --project= --user= --data-dir=@ --env-file=@"
_JSON = f"--json {_COMMON}"
_LIMITS = "--max-parallel= --max-revisions= --max-turns= --max-review-rounds= --max-cost="

OPTIONS: Mapping[str, str] = {
    "demo": _COMMON,
    "start": "--repo=@ --context= --base= --branch= --regenerate --only= "
    "--order=parallel|dependencies --project-module= --model= --review-model= --review-gate "
    f"--no-review-gate {_LIMITS} --on-failure=wait|skip|fail --wait-limit= --no-review "
    f"--pr-comments --yes --dry-run --watch {_JSON}",
    "watch": _JSON,
    "status": f"--pull-request {_JSON}",
    "list": f"--active {_JSON}",
    "log": f"--attempt= --follow {_JSON}",
    "show": f"--draft {_JSON}",
    "retry": f"--guidance= --max-cost= {_COMMON}",
    "skip": f"--review --pull-request --reason= {_COMMON}",
    "waive": f"--reason= {_COMMON}",
    "accept": f"--reason= {_COMMON}",
    "recheck": _COMMON,
    "cancel": _COMMON,
    "redo": "--guidance= --from-pr --pr-comments --max-cost= --no-review --yes --watch " + _JSON,
    "delete": f"--branch --yes {_COMMON}",
    "prune": f"--older-than= --yes {_COMMON}",
    "init": f"--repo=@ --force {_COMMON}",
    "components": f"--repo=@ --context= --base= --project-module= {_JSON}",
    "rules": f"--type= --context= --component= --repo=@ --base= {_JSON}",
    "validate": f"--format=text|json|sarif|github --strict --components-only {_JSON}",
    "check": f"--repo=@ --context= --at= --all --strict --format=text|github|sarif {_JSON}",
    "doctor": f"--repo=@ {_JSON}",
    "mcp": _COMMON,
    "worker": "--dev --data-dir=@ --temporal-port= --ui-port= --env-file=@",
}
"""``--flag``, ``--name=`` with a value, ``--name=@`` with a path, ``--name=one|other``."""
SUBCOMMANDS: Mapping[str, tuple[str, ...]] = {
    "rules": ("add", "remove"),
    "worker": ("status", "stop"),
}
_HIDDEN_FLAGS = frozenset({"--demo", "--help", "-h"})


def options_of(command: str) -> dict[str, str | None]:
    """Each option with what stands for its value in :data:`OPTIONS`; None for a flag."""
    found: dict[str, str | None] = dict.fromkeys(_HIDDEN_FLAGS)
    for option in OPTIONS.get(command, "").split():
        name, has_value, value = option.partition("=")
        found[name] = value if has_value else None
    return found


def shown_options(command: str) -> list[str]:
    """Those that a person is offered."""
    return [name for name in options_of(command) if name not in ("--demo", "-h")]
