"""The models that the simulator claims to have, and the limits that requests are held to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from simulator.api_errors import ApiError


@dataclass(frozen=True)
class Model:
    """One model. Limits and sizes are in tokens."""

    id: str
    display_name: str
    line: str
    max_input_tokens: int
    max_tokens: int
    smallest_cached_prefix: int
    restricted: bool = False
    """Rejects a forced tool choice, sampling parameters and prefill, as the newest models do."""

    def as_json(self) -> dict[str, Any]:
        """What ``GET /v1/models/{id}`` answers."""
        return {
            "type": "model",
            "id": self.id,
            "display_name": f"{self.display_name} (simulated)",
            "created_at": "2026-01-01T00:00:00Z",
            "lifecycle": "active",
            "line": self.line,
            "max_input_tokens": self.max_input_tokens,
            "max_tokens": self.max_tokens,
            "deprecated_at": None,
            "retires_at": None,
        }


KNOWN_MODELS = (
    Model("claude-opus-5-5", "Claude Opus 5.5", "opus", 1_000_000, 128_000, 512, restricted=True),
    Model(
        "claude-sonnet-5-5", "Claude Sonnet 5.5", "sonnet", 1_000_000, 128_000, 512, restricted=True
    ),
    Model("claude-opus-5", "Claude Opus 5", "opus", 1_000_000, 128_000, 1_024, restricted=True),
    Model("claude-sonnet-5", "Claude Sonnet 5", "sonnet", 1_000_000, 64_000, 1_024),
    Model("claude-opus-4-8", "Claude Opus 4.8", "opus", 200_000, 64_000, 1_024),
    Model("claude-haiku-5-5", "Claude Haiku 5.5", "haiku", 200_000, 64_000, 4_096),
    Model("claude-haiku-4-5", "Claude Haiku 4.5", "haiku", 200_000, 64_000, 4_096),
)

EFFORTS = ("low", "medium", "high", "xhigh", "max")


class ModelCatalogue:
    """The known models, with the changes that a faults file makes.

    Args:
        overrides: one mapping for each changed or added model: ``id`` and any of
            ``max_input_tokens``, ``max_tokens``, ``smallest_cached_prefix``, ``restricted``.
    """

    def __init__(self, overrides: list[dict[str, Any]] | None = None) -> None:
        self._models = {model.id: model for model in KNOWN_MODELS}
        for override in overrides or []:
            identifier = str(override["id"])
            base = self._models.get(
                identifier, Model(identifier, identifier, "sonnet", 200_000, 64_000, 1_024)
            )
            changes = {name: value for name, value in override.items() if name != "id"}
            self._models[identifier] = replace(base, **changes)

    def require(self, identifier: object) -> Model:
        """The model with this id.

        Raises:
            ApiError: 404, for an unknown one.
        """
        if isinstance(identifier, str) and identifier in self._models:
            return self._models[identifier]
        raise ApiError(404, f"model: {identifier}")

    def __iter__(self) -> Iterator[Model]:
        return iter(self._models.values())
