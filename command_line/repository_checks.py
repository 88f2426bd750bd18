"""What ``doctor`` finds out about a repository; nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from command_line.choosing.repository import snapshot_of
from design_sessions.context_document.finding.locate import list_contexts
from design_sessions.context_document.finding.project_documents import (
    EXECUTIVE_SUMMARY,
    USER_STORIES,
    documents_by_kind,
)
from design_sessions.project_settings.layout_check import check_layout
from design_sessions.project_settings.model import ModelsTable
from design_sessions.project_settings.reading import read_project_settings
from design_sessions.project_settings.rules_directory import read_project_rules
from design_sessions.project_settings.settings_file import SETTINGS_FILE
from design_sessions.pull_requests import pull_requests_for
from design_sessions.pull_requests.local import LocalPullRequests
from design_sessions.repository.address import check_checkout, resolve_repository
from design_sessions.repository.base_commit import resolve_base
from design_sessions.repository.mirrors.checkout_configuration import adopt_configuration
from design_sessions.repository.mirrors.pool import MirrorPool
from design_sessions.repository.writing.push import check_push_allowed
from design_sessions.settings import Settings
from design_sessions.wording import listed

_RULE_NOTES = 3
"""Notes about rule files shown on one line; ``rules`` shows all."""
_DOCUMENTS = 5
_PROBE_BRANCH = "docs-context-components-design-session-for-doctor"


class NothingThereError(Exception):
    """What was looked for may be missing; the message says what that means."""


class OwnSettings:
    """The repository's own settings, at the commit that a session starts from.

    Args:
        settings: of this process.
        repository: path or URL.
    """

    def __init__(self, settings: Settings, repository: str) -> None:
        self._settings = settings
        self._repository = repository
        self.models = ModelsTable()
        """As :meth:`read` has found them."""

    def read(self) -> str:
        """What they say, and notes about them and the project's rules."""
        snapshot = snapshot_of(self._settings, resolve_repository(self._repository), None)
        found = read_project_settings(snapshot)
        self.models = found.models
        said = ", ".join(found.said().values())
        elsewhere = check_layout(snapshot, found.documents.layout)
        _, diagnostics = read_project_rules(found, snapshot)
        notes = [str(each) for each in diagnostics[:_RULE_NOTES]]
        return "; ".join(
            [
                said or f"{SETTINGS_FILE} sets nothing or does not exist",
                *([elsewhere] if elsewhere else []),
                *notes,
            ]
        )


def _repository(settings: Settings, repository: str) -> str:
    address = resolve_repository(repository)
    base = check_checkout(address, None, None)
    mirror = MirrorPool.of(settings).get(address.remote_url)
    mirror.fetch()
    return f"{address.remote_url} at {resolve_base(mirror, base)[:10]}"


def _push(settings: Settings, repository: str) -> str:
    address = resolve_repository(repository)
    mirror = MirrorPool.of(settings).get(address.remote_url)
    mirror.fetch()
    if address.checkout is not None:
        adopt_configuration(mirror, Path(address.checkout))
    check_push_allowed(mirror, _PROBE_BRANCH)
    # Even a push that is undone would trigger the remote's hooks and CI.
    return (
        "allowed, but not tried; the remote's hooks and branch rules are checked when start "
        "creates the branch"
    )


def _code_host(settings: Settings, repository: str) -> str:
    host = pull_requests_for(settings, resolve_repository(repository).remote_url)
    host.check_access()
    if isinstance(host, LocalPullRequests):
        return host.note or "the remote is not on a code host: title and body are kept and printed"
    return "pull requests can be opened"


def _project_document(kind: str, usual: str) -> Callable[[Settings, str], str]:
    """A check for a document about the project, where any of its contexts would find it."""

    def check(settings: Settings, repository: str) -> str:
        snapshot = snapshot_of(settings, resolve_repository(repository), None)
        contexts = [each.path for each in list_contexts(snapshot)] or [""]
        found = sorted(
            {path for each in contexts for path in documents_by_kind(snapshot, each)[kind]}
        )
        if not found:
            raise NothingThereError(
                f"not found, and not needed; agents are pointed to {usual} if it is there"
            )
        return f"agents are pointed to {listed(found, _DOCUMENTS)}"

    return check


REPOSITORY_CHECKS: tuple[tuple[str, Callable[[Settings, str], str]], ...] = (
    ("repository", _repository),
    ("push", _push),
    ("pull requests", _code_host),
    ("executive_summary", _project_document(EXECUTIVE_SUMMARY, "docs/executive_summary.md")),
    ("user_stories", _project_document(USER_STORIES, "docs/user_stories.md")),
)
"""Name and check, in the order of the report. A check raises what ``start`` would, or
:class:`NothingThereError`."""
