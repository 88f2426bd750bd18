"""What has to be true after a session, whatever happened to it; each check lists what is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from temporalio.client import WorkflowExecutionStatus

from design_sessions.design_files import validate_files
from design_sessions.status import SessionStatusView
from tests.chaos.world import SLUG, World
from tests.support.ledgers import finished_turns
from tests.support.repositories import BRANCH

_OWN_BRANCHES = {"main", BRANCH}


async def broken_promises(world: World, view: SessionStatusView) -> list[str]:
    """Everything that a person who paid for the session would complain about."""
    described = await world.product.handle.describe()
    found = []
    if described.status != WorkflowExecutionStatus.COMPLETED:
        found.append(f"the workflow is {described.status}")
    if view.status != "complete":
        found.append(f"the status is {view.status}")
    found += _components(world, view)
    found += _branch(world, view)
    found += _calls(world)
    found += _pull_requests(world, view)
    found += await _left_open(world)
    return found


def _components(world: World, view: SessionStatusView) -> Iterator[str]:
    for component in view.components:
        if component.state == "skipped" and component.name in world.skipped:
            continue
        if component.state not in ("complete", "kept"):
            yield f"{component.name} is {component.state}: {component.error}"


def _branch(world: World, view: SessionStatusView) -> Iterator[str]:
    repository = world.repository
    repository.git("fetch", "-q", "origin")
    repository.git("checkout", "-q", "--detach", f"origin/{BRANCH}")
    present = 0
    for component in view.components:
        path = component.design_path
        touched = repository.git(
            "log", "--format=%H", f"main..{BRANCH}", "--", path, at=repository.origin
        ).splitlines()
        if component.state == "skipped" and not touched:
            continue
        present += 1
        if len(touched) != 1:
            yield f"{path} has {len(touched)} commits"
        if not (repository.checkout / path).is_file():
            yield f"{path} is not on the branch"
            continue
        for verdict in validate_files([repository.checkout / path]):
            if not verdict.valid:
                errors = [p.message for p in verdict.problems if p.severity == "error"]
                yield f"{path} is not valid: {errors[0]}"
    designs = [c for c in repository.commits() if c.startswith("Design ")]
    if len(designs) != present:
        yield f"{len(designs)} commits of designs for {present} components"
    reviews = [c for c in repository.commits() if c.startswith("Review the designs")]
    if view.review is not None and len(reviews) != 1:
        yield f"{len(reviews)} commits of the review"
    branches = repository.git("branch", "--format=%(refname:short)", at=repository.origin)
    if set(branches.splitlines()) != _OWN_BRANCHES:
        yield f"the branches are {branches.split()}"
    repository.git("checkout", "-q", "main")


def _calls(world: World) -> Iterator[str]:
    finished = Counter(finished_turns(world.product))
    twice = [turn for turn, count in finished.items() if count > 1]
    if twice:
        yield f"turns finished twice: {twice}"
    answered = world.answered()
    missing = finished - answered
    if missing:
        yield f"turns that nobody answered: {sorted(missing)}"
    beyond = answered.total() - finished.total()
    if beyond > world.calls_lost:
        repeated = {turn: n for turn, n in answered.items() if n > 1}
        yield f"{beyond} calls beyond the ledger, {world.calls_lost} under way at kills: {repeated}"


def _pull_requests(world: World, view: SessionStatusView) -> Iterator[str]:
    pulls = world.github.pulls(SLUG)
    if len(pulls) != 1:
        yield f"{len(pulls)} pull requests"
    elif view.pull_request is None or view.pull_request.number != pulls[0]["number"]:
        yield f"the status shows the pull request {view.pull_request}"


async def _left_open(world: World) -> list[str]:
    found = []
    records = world.product.services.store.maintenance.open_sessions()
    if records:
        found.append(f"open records: {[record.workflow_id for record in records]}")
    query = "ExecutionStatus = 'Running'"
    running = [w.id async for w in world.product.client.list_workflows(query)]
    if running:
        found.append(f"running workflows: {running}")
    return found


def leftovers(world: World) -> list[str]:
    """What a stopped product has left on the machine."""
    found = [f"process {name}" for name in _processes_of(world.directory / "data-")]
    found += [f"temporary file {path}" for path in (world.directory / "tmp").iterdir()]
    mirrors = [m for n in (1, 2) for m in world.directory.glob(f"data-{n}/mirrors/*/")]
    found += [f"lock {path}" for mirror in mirrors for path in mirror.rglob("*.lock")]
    found += [f"lock {path}" for path in world.repository.origin.rglob("*.lock")]
    return found


def _processes_of(directory: Path) -> Iterator[str]:
    wanted = str(directory).encode()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            environment = (entry / "environ").read_bytes()
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if b"DESIGN_DATA_DIR=" + wanted in environment:
            yield command
