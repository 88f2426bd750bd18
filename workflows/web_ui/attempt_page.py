"""Keeps an attempt's page in the Web UI, and its status in the lists, up to date."""

from __future__ import annotations

from temporalio import workflow
from temporalio.exceptions import is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from design_sessions.session_order import Limits
    from workflows.failures import failure_of
    from workflows.search_attributes import DESIGN_STATUS
    from workflows.web_ui.attempt_details import AttemptDetails


class AttemptPage:
    """The page of one attempt at a component or at the review.

    Args:
        title: of the page.
        limits: of the attempt.
        search_attributes: False if the namespace does not know ours.
    """

    def __init__(self, title: str, *, limits: Limits, search_attributes: bool) -> None:
        info = workflow.info()
        self._search_attributes = search_attributes
        self.details = AttemptDetails(
            title=title,
            limits=limits,
            namespace=info.namespace,
            session=info.parent.workflow_id if info.parent else None,
        )

    def tell(self, stage: str) -> None:
        """Show what it is doing now."""
        self.details.stage = stage
        workflow.set_current_details(self.details.markdown())

    def begin_leg(self, stage: str) -> None:
        """Show that turns are being taken."""
        self.details.in_leg = True
        self.tell(stage)

    def end_leg(self, turns: int) -> None:
        """Count the turns that were taken; shown with what the attempt does next."""
        self.details.in_leg = False
        self.details.turns += turns

    def end(self, status: str, stage: str, reason: str = "") -> None:
        """Show how the attempt ended, and why."""
        self.details.reason = reason
        self.tell(stage)
        if self._search_attributes:
            workflow.upsert_search_attributes([DESIGN_STATUS.value_set(status)])

    def end_with(self, error: BaseException) -> None:
        """Show that it was cancelled or failed."""
        if is_cancelled_exception(error):
            self.end("cancelled", "Cancelled.")
        else:
            self.end("failed", "Failed.", failure_of(error).reason)
