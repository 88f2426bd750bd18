"""Reading decisions from signals and updates; pure."""

from __future__ import annotations

from pydantic import BaseModel, ValidationError

from design_sessions.decisions import DECISIONS, Decision


class PointlessDecisionError(Exception):
    """A decision that cannot be read or would change nothing; the text lists valid choices."""


def read_decision(name: str, raw: object, *more: object) -> Decision:
    """Parse a decision from the arguments of a signal or update.

    Raises:
        PointlessDecisionError: the input has the wrong shape; the text says what was expected.
    """
    model = DECISIONS[name]
    if more:
        raise PointlessDecisionError(
            f"{name} takes one JSON object such as {_example(model)}, not {1 + len(more)} inputs."
        )
    if raw is None:
        raw = {}
    if not isinstance(raw, dict):
        raise PointlessDecisionError(
            f"{name} takes one JSON object such as {_example(model)}, "
            f"not {type(raw).__name__}: {str(raw)[:80]!r}."
        )
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        trouble = "; ".join(
            f"{'.'.join(str(part) for part in item['loc']) or 'input'}: {item['msg']}"
            for item in error.errors()[:4]
        )
        raise PointlessDecisionError(f"{name} takes {_example(model)}: {trouble}.") from None


def _example(model: type[BaseModel]) -> str:
    fields = [
        f'"{name}"{"" if field.is_required() else "?"}'
        for name, field in model.model_fields.items()
    ]
    return "{" + ", ".join(fields) + "}"
