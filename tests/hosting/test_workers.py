"""What a worker makes of its SDK."""

from __future__ import annotations

import warnings

from hosting.workers import ignore_late_cancellations


def test_the_end_of_an_activity_before_its_cancellation_is_no_news() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ignore_late_cancellations()
        warnings.warn_explicit(
            "Cannot find activity to cancel for token b'abc'",
            UserWarning,
            filename="_activity.py",
            lineno=1,
            module="temporalio.worker._activity",
        )
