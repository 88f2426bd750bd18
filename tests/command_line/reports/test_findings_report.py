from __future__ import annotations

from rich.console import Console

from command_line.reports.findings_report import FindingsReport
from design_sessions.status import FindingSide, ReviewFinding, Waiver


def finding(number: int, *, waived: bool = False) -> ReviewFinding:
    return ReviewFinding(
        id=f"F{number}",
        severity="major",
        kind="integration",
        components=["Notifications.ReminderScheduler", "Notifications.ReminderRepository"],
        explanation=f"Scheduler {number} calls fetch_everything/9 of the repository, whose design "
        "has no such function. The second sentence says more.",
        suggestion="Add fetch_everything/9, or call one of the functions that are there.",
        sides=[
            FindingSide(
                path="docs/design/my_shop/notifications/reminder_scheduler.md",
                line=13,
                says="It asks `fetch_everything/9` for what it needs.",
            )
        ],
        waived=Waiver(by="bo", at="2026-01-01T00:00:00Z", reason="Known.") if waived else None,
    )


def lines(*findings: ReviewFinding) -> list[str]:
    console = Console(width=80)
    with console.capture() as capture:
        console.print(FindingsReport(findings))
    return [line.rstrip() for line in capture.get().splitlines()]


def test_a_finding_is_whole_at_80_columns_and_its_name_stands_out() -> None:
    told = lines(finding(1))

    assert told == [
        "  F1 major integration [Notifications.ReminderScheduler,",
        "     Notifications.ReminderRepository] Scheduler 1 calls fetch_everything/9 of",
        "     the repository, whose design has no such function. The second sentence says",
        "     more.",
        "     Suggestion: Add fetch_everything/9, or call one of the functions that are",
        "     there.",
        "     docs/design/my_shop/notifications/reminder_scheduler.md:13: It asks",
        "     `fetch_everything/9` for what it needs.",
    ]


def test_waived_findings_come_last_with_who_and_why_and_a_sentence() -> None:
    told = lines(*(finding(number, waived=number in (2, 5)) for number in range(1, 9)))

    names = [line.split()[0] for line in told if line.startswith("  F")]
    assert names == ["F1", "F3", "F4", "F6", "F7", "F8", "F2", "F5"]
    assert told[told.index("  Waived:") + 1 :][:4] == [
        "  F2 major integration [Notifications.ReminderScheduler,",
        "     Notifications.ReminderRepository] Scheduler 2 calls fetch_everything/9 of",
        "     the repository, whose design has no such function.",
        "     waived by bo: Known.",
    ]
    assert "Waived:" not in "".join(lines(finding(1)))
