"""What a worker makes of its SDK."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from hosting.workers import ignore_late_cancellations
from tests.support.environment import without_our_settings
from tests.support.processes import ROOT


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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"DESIGN_PROVIDER": "bedrock"}, "AWS_REGION is not set"),
        (
            {"DESIGN_PROVIDER": "bedrock", "AWS_REGION": "us-east-1"},
            "No AWS credentials were found",
        ),
        (
            {
                "DESIGN_PROVIDER": "vertex",
                "CLOUD_ML_REGION": "global",
                "ANTHROPIC_VERTEX_PROJECT_ID": "shop",
                "GOOGLE_APPLICATION_CREDENTIALS": "/nowhere/account.json",
            },
            "No Google credentials were found",
        ),
        (
            {"DESIGN_TRACING": "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"},
            "OTEL_EXPORTER_OTLP_PROTOCOL is 'grpc'",
        ),
    ],
)
def test_what_a_worker_lacks_ends_it_before_anything_is_made(
    settings: dict[str, str], said: str, tmp_path: Path
) -> None:
    nobody = {
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "TEMPORAL_CONFIG_FILE": os.devnull,
    }
    ended = subprocess.run(
        [sys.executable, str(ROOT / "worker.py"), "--dev", "--data-dir", str(tmp_path / "d")],
        env=without_our_settings() | nobody | settings,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert ended.returncode == 2
    assert ended.stdout == ""
    (line,) = ended.stderr.splitlines()
    assert said in line
    assert not (tmp_path / "d").exists()
