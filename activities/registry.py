"""What a worker registers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from activities.designs import DesignActivities
from activities.initialize import InitializeActivities
from activities.legs import LegActivities
from activities.model_checks import ModelCheckActivities
from activities.notifications import NotificationActivities
from activities.pull_requests import PullRequestActivities
from activities.reviews import ReviewActivities
from activities.sessions import SessionActivities
from design_sessions.services import Services

Activity = Callable[..., Any]


def build(services: Services) -> tuple[list[Activity], list[Activity]]:
    """The activities of the step queue and those of the model queue."""
    initialize = InitializeActivities(services)
    sessions = SessionActivities(services)
    designs = DesignActivities(services)
    reviews = ReviewActivities(services)
    pull_requests = PullRequestActivities(services)
    model_checks = ModelCheckActivities(services)
    notifications = NotificationActivities(services)
    legs = LegActivities(services)
    return (
        [
            initialize.initialize,
            sessions.create_component_sessions,
            sessions.create_review_session,
            sessions.publish_status,
            sessions.record_child_end,
            sessions.record_step,
            sessions.validate_component_sessions,
            sessions.close_session,
            designs.begin_component_design,
            designs.check_draft,
            designs.commit_design,
            designs.accept_design,
            reviews.begin_review,
            reviews.open_conversation,
            reviews.check_review,
            reviews.commit_review,
            reviews.propose_revisions,
            reviews.reopen_designs,
            reviews.compare_designs,
            reviews.conclude_review,
            reviews.review_is_on_branch,
            pull_requests.finish,
            pull_requests.discuss,
            notifications.notify,
            model_checks.check_models,
        ],
        [legs.run_design_leg, legs.run_review_leg],
    )
