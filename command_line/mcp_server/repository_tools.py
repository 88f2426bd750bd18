"""Tools that read a repository, without a model or a server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from command_line.choosing.checked_contexts import checked_contexts
from command_line.choosing.design_files import validated
from command_line.choosing.read_components import read_components, read_contexts
from command_line.choosing.target import HERE
from command_line.mcp_server.parameters import Base, Context, ProjectModule, Repository
from command_line.mcp_server.tool import READS, AgentTool, Answer, Inputs
from command_line.options import Invocation
from command_line.reports.check_report import contradictions_json
from command_line.reports.component_list import components_json


class ContextsInputs(Inputs):
    """Of ``list_contexts``."""

    repository: Repository = HERE
    base: Base = None


class ComponentsInputs(Inputs):
    """Of ``list_components``."""

    context: Context
    repository: Repository = HERE
    base: Annotated[
        str | None,
        Field(
            description="Branch, tag or commit. Default: the work tree of a path, the default "
            "branch of a URL."
        ),
    ] = None
    project_module: ProjectModule = None


class ValidateInputs(Inputs):
    """Of ``validate_designs``."""

    paths: Annotated[
        list[str],
        Field(
            min_length=1,
            description="Design files, or directories of them, absolute or relative to the "
            "directory in which this server runs.",
        ),
    ]
    strict: Annotated[bool, Field(description="A warning is a failure too.")] = False
    components_only: Annotated[
        bool, Field(description="Leave out context documents, unless another context lists them.")
    ] = False


class CheckInputs(Inputs):
    """Of ``check``."""

    context: Annotated[
        str | None,
        Field(
            description="The context's module, such as MyApp.Blog, or its document's path. "
            "Default: the only one."
        ),
    ] = None
    repository: Repository = HERE
    at: Annotated[
        str | None, Field(description="A commit, branch or tag. Default: the work tree.")
    ] = None
    all: Annotated[bool, Field(description="Check every context of the repository.")] = False
    strict: Annotated[bool, Field(description="A warning is a failure too.")] = False


def _contexts(invocation: Invocation, given: ContextsInputs) -> Answer:
    found = read_contexts(invocation.settings, given.repository, base=given.base)
    contexts = [{"context": each.module, "context_path": each.path} for each in found.contexts]
    return Answer({"commit": found.commit, "contexts": contexts})


def _components(invocation: Invocation, given: ComponentsInputs) -> Answer:
    found = read_components(
        invocation.settings,
        given.repository,
        given.context,
        base=given.base,
        project_module=given.project_module,
    )
    return Answer(components_json(found.context, found.states, found.uncommitted))


def _validate(_: Invocation, given: ValidateInputs) -> Answer:
    found = validated([Path(path) for path in given.paths], components_only=given.components_only)
    return Answer(
        {
            "failed": found.failed(strict=given.strict),
            "files": [verdict.model_dump(mode="json") for verdict in found.verdicts],
            "left_out": [{"path": each.path, "reason": each.reason} for each in found.left_out],
        }
    )


def _check(invocation: Invocation, given: CheckInputs) -> Answer:
    found = checked_contexts(
        invocation.settings, given.repository, given.context, at=given.at, every=given.all
    )
    return Answer(
        {
            "failed": found.failed(strict=given.strict),
            "contexts": [contradictions_json(each) for each in found.contexts],
            "left_out": found.left_out,
        }
    )


LIST_CONTEXTS = AgentTool(
    "list_contexts",
    "List the contexts of a repository that can be designed, as committed.",
    ContextsInputs,
    _contexts,
    READS,
)
LIST_COMPONENTS = AgentTool(
    "list_components",
    "List what a session of a context would design, in order, with paths, and what could not be "
    "read of its document. Calls no model.",
    ComponentsInputs,
    _components,
    READS,
)
VALIDATE_DESIGNS = AgentTool(
    "validate_designs",
    "Validate design files of a work tree against the definition of their component's type and "
    "their context. Calls no model.",
    ValidateInputs,
    _validate,
    READS,
)
CHECK = AgentTool(
    "check",
    "Find contradictions between the designs of a context: missing designs, unknown modules and "
    "functions, specs that differ, cycles of dependencies. Each finding names both sides. Calls no "
    "model.",
    CheckInputs,
    _check,
    READS,
)
