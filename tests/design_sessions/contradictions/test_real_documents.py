"""Every finding in real documents was looked at; `docs/checks.md` says why each is true."""

from __future__ import annotations

from pathlib import Path

from benchmarks.seeded_contradictions.corpus import real
from tests.design_sessions.contradictions.conftest import said


def test_the_findings_in_real_contexts_are_the_true_ones(shared_data: Path) -> None:
    found = {each.context.module: said(each.check()) for each in real(shared_data)}
    behaviour = "OrchestratorBehaviour"
    assert found == {
        "CodeMySpec.Integrations": [
            ("missing_design", "error", ("ProviderRegistry",)),
            ("unknown_module", "warning", ("Providers.Behaviour", "Providers.GitHub")),
        ],
        "CodeMySpec.Sessions": [
            ("unknown_module", "error", ("SessionServer",)),
            ("cycle", "error", ("ResultHandler",)),
            ("cycle", "error", ("Interaction", "Session")),
            ("cycle", "error", ("Interaction", "InteractionEvent")),
            ("field_mismatch", "warning", ("Session",)),
            ("missing_callback", "warning", ("AgentTasks.ComponentCode", behaviour)),
            ("missing_callback", "warning", ("AgentTasks.ComponentSpec", behaviour)),
            ("missing_callback", "warning", ("AgentTasks.ComponentTest", behaviour)),
            ("missing_callback", "warning", ("AgentTasks.ContextSpec", behaviour)),
        ],
    }
