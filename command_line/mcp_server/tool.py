"""What a tool is: a command's function with inputs that an agent can fill in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from mcp.types import ToolAnnotations
from pydantic import BaseModel, ConfigDict

from command_line.options import Invocation


class Inputs(BaseModel):
    """The parameters of a tool. One that is unknown is refused: it may be a misspelt limit."""

    model_config = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True)
class Answer:
    """What a tool returns."""

    content: dict[str, object]
    """As the ``--json`` of the command, or with its list under a name."""
    refused: list[str] = field(default_factory=list)
    """What was asked and not done: what is wrong and what to do, a line each. The tool's result is
    then an error."""


InputsT = TypeVar("InputsT", bound=Inputs)


@dataclass(frozen=True)
class AgentTool(Generic[InputsT]):
    """One tool."""

    name: str
    description: str
    inputs: type[InputsT]
    run: Callable[[Invocation, InputsT], Answer]
    annotations: ToolAnnotations

    def call(self, invocation: Invocation, arguments: dict[str, object]) -> Answer:
        """Read the arguments and do what the tool does.

        Raises:
            pydantic.ValidationError: an argument is missing, unknown or has no such value.
            Exception: what the command ends with.
        """
        return self.run(invocation, self.inputs.model_validate(arguments))


READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
"""Changes nothing."""
DECIDES = ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=True)
"""Has the session continue, which may make paid calls of the model and commit designs."""
ENDS = ToolAnnotations(read_only_hint=False, destructive_hint=True, open_world_hint=True)
"""May end or replace something."""
