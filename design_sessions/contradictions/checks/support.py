"""Which of two sides the context's own document supports."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from design_sessions.contradictions.model import ContextModel
from design_sessions.contradictions.reading.design import Design
from design_sessions.contradictions.reading.functions import Function

_Stated = tuple[Design, Sequence[Function]]


def is_supported(model: ContextModel, design: Design, name: str, arities: Collection[int]) -> bool:
    """Whether the context's document states a function of a component with one of these numbers of
    arguments, below the component's heading or by calling it."""
    return any(
        not set(arities).isdisjoint(each.signature.arities)
        for each in _stated_by_context(model, design, name)
    ) or any(
        each.caller is model.own
        and each.target is design
        and each.call.function == name
        and each.call.arity in arities
        for each in model.calls
    )


def unsupported(model: ContextModel, first: _Stated, second: _Stated) -> tuple[str, ...]:
    """The name of the second component, if the context's document supports the first alone.

    Args:
        model: the designs.
        first: the component that changes otherwise, with what it states of the function.
        second: the other one, likewise.
    """
    if not _supports(model, *first) or _supports(model, *second):
        return ()
    return model.names_of(second[0].module)


def _supports(model: ContextModel, design: Design, stated: Sequence[Function]) -> bool:
    """Whether the context's document states the same function with the same return."""
    if design is model.own:
        return True
    for function in stated:
        same = [
            each
            for each in _stated_by_context(model, design, function.name)
            if not set(each.signature.arities).isdisjoint(function.signature.arities)
        ]
        shapes = {each.returns.may_be for each in same if each.returns is not None}
        if function.returns is not None and shapes and function.returns.may_be not in shapes:
            continue
        if same or is_supported(model, design, function.name, function.signature.arities):
            return True
    return False


def _stated_by_context(model: ContextModel, design: Design, name: str) -> list[Function]:
    entry = model.own.entries.get(design.module)
    stated = (*entry.functions, *entry.provides) if entry is not None else ()
    return [each for each in stated if each.name == name]
