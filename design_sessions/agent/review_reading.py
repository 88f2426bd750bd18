"""What a review has read, whether its submission is acceptable, and the groups; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict, ValidationError

from design_sessions.agent.conversation import RecordedTurn
from design_sessions.agent.submissions import ReviewSubmission, tool_uses
from design_sessions.agent.tools import READ_FILE, describe_problems, read_range
from design_sessions.review_document import by_severity
from design_sessions.status import ReviewFinding

CHARACTERS_PER_TOKEN = 3
"""A cautious estimate: English and code have more."""


class DesignReference(BaseModel):
    """One component and where its design is."""

    model_config = ConfigDict(frozen=True)

    name: str
    module: str
    path: str


def designs_read(turns: Sequence[RecordedTurn]) -> set[str]:
    """Paths of the files that were shown to the model from their first line to their last.

    Args:
        turns: the finished turns of one conversation, or of several one after the other. Only
            results that were sent count: those of a turn's calls are in the next turn's request.
    """
    calls: set[str] = set()
    shown: dict[str, set[int]] = {}
    total: dict[str, int] = {}
    for turn in sorted(turns, key=lambda t: t.turn):
        if turn.state != "finished":
            continue
        for block in turn.request:
            if block.get("type") != "tool_result" or block.get("is_error"):
                continue
            content = block.get("content")
            if block.get("tool_use_id") not in calls or not isinstance(content, str):
                continue
            part = read_range(content)
            if part is not None:
                shown.setdefault(part.path, set()).update(range(part.first, part.last + 1))
                total[part.path] = part.total
        calls = {str(c["id"]) for c in tool_uses(turn.response or []) if c["name"] == READ_FILE}
    return {path for path, lines in shown.items() if set(range(1, total[path] + 1)) <= lines}


def check_submission(
    submitted: object,
    *,
    designs: Sequence[DesignReference],
    read: Collection[str],
    required: Collection[str] | None = None,
) -> ReviewSubmission | list[str]:
    """The submission with components by name, or what is wrong with it, in words for the model.

    Args:
        submitted: the input of ``submit_review``.
        designs: all designs of the review; findings may name their components by name or module.
        read: paths that were read to the end.
        required: paths that must have been read; all designs' without it.
    """
    try:
        submission = ReviewSubmission.model_validate(submitted)
    except ValidationError as error:
        return [f"The submission does not fit the tool's schema: {describe_problems(error)}."]
    problems: list[str] = []
    needed = [d for d in designs if required is None or d.path in required]
    unread = [d.path for d in needed if d.path not in read]
    if unread:
        problems.append("Not read to the end yet: " + ", ".join(unread) + ".")
    names = {key: d.name for d in designs for key in (d.module, d.name)}
    unknown = sorted({c for f in submission.findings for c in f.components if c not in names})
    if unknown:
        known = ", ".join(d.name for d in designs)
        problems.append(f"Unknown components: {', '.join(unknown)}. The components are: {known}.")
    if problems:
        return problems
    return ReviewSubmission(
        findings=[_by_name(finding, names) for finding in submission.findings],
        summary=submission.summary.strip(),
    )


def group_designs(sizes: Mapping[str, int], window_tokens: int) -> list[list[str]]:
    """Modules in groups of which each fits into half of the model's window, in the given order.

    Args:
        sizes: bytes of each design by module.
        window_tokens: input tokens that the model takes.

    Returns:
        One group if all designs together fit; a design too large for half a window is alone.
    """
    room = window_tokens // 2 * CHARACTERS_PER_TOKEN
    groups: list[list[str]] = []
    used = 0
    for path, size in sizes.items():
        if groups and used + size <= room:
            groups[-1].append(path)
            used += size
        else:
            groups.append([path])
            used = size
    return groups


def merge_findings(findings: Iterable[ReviewFinding]) -> list[ReviewFinding]:
    """The findings without exact repetitions, the most severe first."""
    return by_severity({finding.model_dump_json(): finding for finding in findings}.values())


def _by_name(finding: ReviewFinding, names: Mapping[str, str]) -> ReviewFinding:
    components = list(dict.fromkeys(names[component] for component in finding.components))
    return finding.model_copy(update={"components": components})
