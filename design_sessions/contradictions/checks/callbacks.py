"""Components that implement a behaviour of the context without having its callbacks."""

from __future__ import annotations

from collections.abc import Iterator

from design_sessions.contradictions.checks.headings import said_arities
from design_sessions.contradictions.checks.returns import callback_shape
from design_sessions.contradictions.checks.support import unsupported
from design_sessions.contradictions.findings import Finding, Side
from design_sessions.contradictions.model import ContextModel
from design_sessions.contradictions.reading.dependencies import Named
from design_sessions.contradictions.reading.design import Design
from design_sessions.contradictions.reading.functions import Function


def callback_findings(model: ContextModel) -> Iterator[Finding]:
    """What is wrong with the implementations of behaviours that have a design.

    A component that has some of the callbacks misses the others by mistake. One that has none may
    leave them to the reader, so that is a warning.
    """
    for design in model.designs.values():
        seen: set[str] = set()
        for claim in design.behaviours:
            behaviour = model.resolve(claim.name, design)
            if behaviour is not None and behaviour.path not in {design.path, *seen}:
                seen.add(behaviour.path)
                yield from _implementation(model, design, behaviour, claim)
        entry = model.own.entries.get(design.module)
        for claim in entry.implements if entry is not None else ():
            behaviour = model.resolve(claim.name, model.own)
            if behaviour is not None and behaviour.path not in {design.path, *seen}:
                seen.add(behaviour.path)
                yield from _claimed_by_context(model, design, behaviour, claim)


def _implementation(
    model: ContextModel, design: Design, behaviour: Design, claim: Named
) -> Iterator[Finding]:
    has_some = any(_implements(design, callback) for callback in behaviour.callbacks)
    for callback in behaviour.callbacks:
        stated = design.named(callback.name)
        if _implements(design, callback):
            shape = callback_shape(model, design, behaviour, callback)
            if shape is not None:
                yield shape
        elif stated:
            yield Finding(
                kind="arity",
                severity="error",
                components=model.names_of(design.module, behaviour.module),
                sides=(_side(design, stated[0]), _side(behaviour, callback)),
                explanation=f"{model.name_of(design.module)} implements {behaviour.module}, whose "
                f"callback is {_name(callback)}, and has {callback.name}/{said_arities(stated)}.",
                suggestion=f"Make it {_name(callback)}, or change the callback in "
                f"{behaviour.path}.",
                about=_name(callback),
                change=unsupported(model, (design, stated), (behaviour, [callback])),
            )
        elif has_some and not behaviour.generates_functions:
            yield Finding(
                kind="unknown_function",
                severity="error",
                components=model.names_of(design.module, behaviour.module),
                sides=(
                    Side(path=design.path, line=claim.line, says=claim.says),
                    _side(behaviour, callback),
                ),
                explanation=f"{model.name_of(design.module)} implements {behaviour.module}, and "
                f"has no function {_name(callback)}, which is one of its callbacks.",
                suggestion=f"Add {_name(callback)} to {design.path}, or change the callback in "
                f"{behaviour.path}.",
                about=_name(callback),
            )


def _claimed_by_context(
    model: ContextModel, design: Design, behaviour: Design, claim: Named
) -> Iterator[Finding]:
    callbacks = behaviour.callbacks
    if not design.states_functions or not callbacks or behaviour.generates_functions:
        return
    if any(design.named(callback.name) for callback in callbacks):
        return
    first = next(each for each in design.functions if each.source != "mention")
    names = ", ".join(_name(callback) for callback in callbacks)
    yield Finding(
        kind="missing_callback",
        severity="warning",
        components=model.names_of(design.module, behaviour.module),
        sides=(
            Side(path=design.path, line=first.line, says=first.says),
            Side(path=model.own.path, line=claim.line, says=claim.says),
            _side(behaviour, callbacks[0]),
        ),
        explanation=f"{model.own.path} says that {model.name_of(design.module)} implements "
        f"{behaviour.module}, and its design has none of the callbacks {names}.",
        suggestion=f"Add the callbacks to {design.path}, or correct {model.own.path}.",
        about=behaviour.module,
    )


def _implements(design: Design, callback: Function) -> bool:
    stated = design.named(callback.name)
    arities = set(callback.signature.arities)
    return any(not arities.isdisjoint(each.signature.arities) for each in stated)


def _name(function: Function) -> str:
    return f"{function.name}/{said_arities([function])}"


def _side(design: Design, function: Function) -> Side:
    return Side(path=design.path, line=function.line, says=function.says)
