"""Worker versions: with versioned workers, a session stays on the version that started it."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from temporalio.api.workflowservice.v1 import DescribeWorkerDeploymentRequest
from temporalio.client import Client
from temporalio.common import VersioningBehavior
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import WorkerDeploymentConfig, WorkerDeploymentVersion

from design_sessions.errors import InputError
from design_sessions.settings import Settings

_logger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Version:
    """One version of a worker deployment, in Temporal's terms."""

    deployment_name: str
    build_id: str

    @property
    def configuration(self) -> WorkerDeploymentConfig:
        """The configuration of the SDK's workers: every workflow is pinned to its version."""
        return WorkerDeploymentConfig(
            version=WorkerDeploymentVersion(self.deployment_name, self.build_id),
            use_worker_versioning=True,
            default_versioning_behavior=VersioningBehavior.PINNED,
        )

    @property
    def make_current(self) -> str:
        """The command that sends new sessions to this version."""
        return (
            "temporal worker deployment set-current-version "
            f"--deployment-name {self.deployment_name} --build-id {self.build_id}"
        )


def version_of(settings: Settings) -> Version | None:
    """The version that the settings name; None if workers are not versioned.

    Raises:
        InputError: only one of the two settings is set.
    """
    name, build = settings.deployment_name, settings.build_id
    if not name and not build:
        return None
    if not name or not build:
        missing = "DESIGN_BUILD_ID" if name else "DESIGN_DEPLOYMENT_NAME"
        raise InputError(
            "A versioned worker needs a deployment name and a build id.", f"Set {missing} too."
        )
    return Version(name, build)


async def warn_unless_current(client: Client, version: Version) -> None:
    """If new sessions do not go to this worker, warn with the command that changes it."""
    request = DescribeWorkerDeploymentRequest(
        namespace=client.namespace, deployment_name=version.deployment_name
    )
    try:
        answer = await client.workflow_service.describe_worker_deployment(request)
        routing = answer.worker_deployment_info.routing_config
        current = routing.current_deployment_version.build_id
    except RPCError as error:
        if error.status != RPCStatusCode.NOT_FOUND:
            _logger.warning("the worker deployment cannot be looked up", reason=error.message)
            return
        current = ""  # the server has not registered this first worker yet
    if current != version.build_id:
        _logger.warning(
            "new sessions do not go to this worker",
            deployment=version.deployment_name,
            build=version.build_id,
            current_build=current or "none",
            remedy=version.make_current,
        )
