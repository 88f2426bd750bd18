"""The severities of findings, and findings in their order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from design_sessions.status import ReviewFinding, Severity

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""The most severe first."""


def by_severity(findings: Iterable[ReviewFinding]) -> list[ReviewFinding]:
    """The findings, the most severe first and otherwise in their order."""
    return sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))
