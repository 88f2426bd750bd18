"""``delete``: delete one session that has ended, and optionally its branch."""

from __future__ import annotations

import click

from command_line.choosing.session import session_to_report, sort_arguments
from command_line.exit_codes import DONE_OR_RUNNING
from command_line.options import Invocation, common_options
from command_line.output import say
from command_line.temporal.session_deletion import confirm, delete_sessions
from design_sessions import program
from design_sessions.errors import InputError
from design_sessions.repository.mirrors.pool import MirrorPool
from design_sessions.repository.writing.push import delete_branch
from design_sessions.status import SessionStatusView
from design_sessions.store import Store


@click.command()
@click.argument("session", metavar="ID")
@click.option("--branch", is_flag=True, help="Also delete its branch on the remote.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@common_options()
def delete(invocation: Invocation, session: str, branch: bool, yes: bool) -> int:
    """Delete a session that has ended: its records, conversations and histories.

    Its designs stay, merged or on its branch, unless --branch deletes the branch.
    """
    identifier = sort_arguments([session]).session
    if identifier is None:
        raise click.UsageError("delete takes a session ID (with a /) or the UUID of its record.")
    store, scope, view = session_to_report(invocation, identifier)
    if view.status == "active":
        raise InputError(
            f"{view.id} has not ended.", f"Cancel it first: {program.client('cancel')}."
        )
    record = store.sessions.parent(scope, view.session_id)
    if branch:
        _refuse_branch_in_use(store, view)
    what = f"{view.id} ({view.status}), its conversations and drafts"
    confirm(f"Delete {what}{f' and the branch {view.branch}' if branch else ''}?", yes)
    if branch:
        mirror = MirrorPool.of(invocation.settings).get(view.environment.repository)
        mirror.fetch()
        there = delete_branch(mirror, view.branch)
        say(f"The branch {view.branch} is {'deleted' if there else 'already gone'}.")
    delete_sessions(invocation, store, [record])
    say(f"{view.id} is deleted.")
    return DONE_OR_RUNNING


def _refuse_branch_in_use(store: Store, view: SessionStatusView) -> None:
    """A session that writes to it would lose what is not merged, and pay for it again."""
    place = (view.environment.repository, view.branch)
    for record in store.maintenance.open_sessions():
        environment = record.environment
        if (environment.repository, environment.branch) == place:
            mine = record.scope.account == view.scope.account
            raise InputError(
                f"An active session writes to the branch {view.branch}: "
                f"{record.workflow_id if mine else 'one of another account'}.",
                "Wait until it ends, cancel it, or delete this session without --branch.",
            )


COMMAND: click.Command = delete
