"""What Temporal's Web UI shows of one attempt at a component or at the review; pure."""

from __future__ import annotations

from dataclasses import dataclass

from design_sessions.session_order import Limits
from design_sessions.wording import counted
from workflows.web_ui.markdown import inline, link


@dataclass
class AttemptDetails:
    """How far an attempt has come; updated as it runs."""

    title: str
    limits: Limits
    namespace: str
    """Of Temporal, for the link to the session."""
    session: str | None
    """Workflow id of the session that the attempt belongs to."""
    stage: str = "Starting."
    """What it is doing now, or how it ended."""
    reason: str = ""
    """Why it ended that way; empty while it runs."""
    turns: int = 0
    """Of the model, in this attempt, without those of a leg under way."""
    in_leg: bool = False
    """Whether turns are being taken, of which only the activity knows how many."""
    revisions: int = 0
    problem: str = ""
    """What was wrong with the last draft; empty before the first one."""

    def markdown(self) -> str:
        """The details as they are now."""
        limits = self.limits
        lines = [
            f"### {inline(self.title)}",
            f"**{inline(self.stage)}** {inline(self.reason, 600)}".rstrip() + "\n"
            f"{self._turns()} of at most {limits.max_turns}, "
            f"{counted(self.revisions, 'revision')} of at most {limits.max_revisions}.",
        ]
        if self.problem and not self.reason:
            lines.append(f"**Last problem:** {inline(self.problem, 600)}")
        if self.session is not None:
            page = link(self.session, namespace=self.namespace, workflow_id=self.session)
            lines.append(f"Send guidance, retries and other decisions to its session: {page}")
        if self.in_leg and not self.reason:
            lines.append("The tab *Pending Activities* shows the turn under way and its tokens.")
        return "\n\n".join(lines)

    def _turns(self) -> str:
        if self.in_leg:
            return f"Model turn {self.turns + 1} or later"
        return counted(self.turns, "model turn")
