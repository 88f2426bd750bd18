"""Calls of functions that the other design does not have, or has with other arguments."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from design_sessions.contradictions.checks.headings import said_arities
from design_sessions.contradictions.checks.support import is_supported
from design_sessions.contradictions.findings import Finding, Kind, Severity, Side
from design_sessions.contradictions.model import ContextModel, ResolvedCall
from design_sessions.contradictions.reading.design import Design
from design_sessions.contradictions.reading.functions import Function
from design_sessions.wording import counted, nearest

_GENERATED = frozenset(
    {
        *("__info__", "__schema__", "__struct__", "behaviour_info", "child_spec", "code_change"),
        *("handle_call", "handle_cast", "handle_continue", "handle_event", "handle_info"),
        *("handle_params", "init", "module_info", "mount", "render", "start_link", "terminate"),
    }
)
"""Functions that ``use`` or ``defstruct`` makes, or that a framework calls: designs often leave
them out."""


def wrong_calls(model: ContextModel) -> Iterator[Finding]:
    """Each function that is called wrongly, once for each caller."""
    seen: dict[tuple[str, str, str, int], list[ResolvedCall]] = {}
    for each in model.calls:
        key = (each.caller.path, each.target.path, each.call.function, each.call.arity)
        seen.setdefault(key, []).append(each)
    for calls in seen.values():
        found = _problem(model, calls)
        if found is not None:
            yield found


def _problem(model: ContextModel, calls: list[ResolvedCall]) -> Finding | None:
    call, target = calls[0].call, calls[0].target
    named = target.named(call.function)
    stated = [each for each in named if each.signature.is_counted] or named
    inherited = _inherited(model, target, call.function)
    if any(call.arity in each.signature.arities for each in (*stated, *inherited)):
        return None
    if not stated and inherited:
        return None
    if not stated:
        return _unknown_function(model, calls)
    if call.function in _GENERATED and all(each.source == "mention" for each in stated):
        return None
    specified = [each for each in stated if each.source != "mention"]
    stated = specified or stated
    most = max(each.signature.most for each in stated)
    optional = any(
        each.signature.ends_in_options and call.arity == each.signature.least - 1 for each in stated
    )
    # Between backticks people leave out what goes without saying, such as the scope.
    is_loose = all(each.call.is_counted and not each.call.is_in_block for each in calls)
    arities = said_arities(stated)
    return _finding(
        model,
        calls,
        "arity",
        "warning" if optional or is_loose else "error",
        stated,
        f"{_caller(model, calls)} calls {call.name}, and the design of {target.module} has "
        f"{call.function}/{arities}"
        + (", whose last argument may be optional." if optional else "."),
        f"Call {call.function}/{most}, or change {call.function} in {target.path}.",
    )


def _inherited(model: ContextModel, target: Design, name: str) -> list[Function]:
    """The callbacks of this name of the behaviours that a design implements."""
    behaviours = (model.resolve(each.name, target) for each in target.behaviours)
    return [each for found in behaviours if found is not None for each in found.named(name)]


def _unknown_function(model: ContextModel, calls: list[ResolvedCall]) -> Finding | None:
    call, target = calls[0].call, calls[0].target
    names = {each.name for each in target.functions}
    if not target.states_functions or call.function in _GENERATED:
        return None
    near = nearest(call.function, names)
    stated = target.named(near) if near is not None else []
    return _finding(
        model,
        calls,
        "unknown_function",
        # Every schema has one, whether or not its design says so.
        "warning" if call.function == "changeset" and target.fields else "error",
        stated,
        f"{_caller(model, calls)} calls {call.name}, and the design of {target.module} has no "
        f"function {call.function}.",
        f"Call {near}/{said_arities(stated)}, or add {call.function}/{call.arity} to {target.path}."
        if near is not None
        else f"Add {call.function}/{call.arity} to {target.path}, or call one of its functions.",
    )


def _caller(model: ContextModel, calls: list[ResolvedCall]) -> str:
    return model.name_of(calls[0].caller.module)


def _finding(
    model: ContextModel,
    calls: list[ResolvedCall],
    kind: Kind,
    severity: Severity,
    stated: Collection[Function],
    explanation: str,
    suggestion: str,
) -> Finding:
    caller, target, called = calls[0].caller, calls[0].target, calls[0].call
    has_to_change = is_supported(model, target, called.function, [called.arity]) and not any(
        is_supported(model, target, each.name, each.signature.arities) for each in stated
    )
    callers = [Side(path=caller.path, line=c.call.line, says=c.call.says) for c in calls[:5]]
    targets = [Side(path=target.path, line=f.line, says=f.says) for f in list(stated)[:3]]
    if not targets:
        first = next(each for each in target.functions if each.source != "mention")
        others = counted(len({f.name for f in target.functions}), "other function")
        says = f"describes {others} from here on"
        targets = [Side(path=target.path, line=first.line, says=says)]
    return Finding(
        kind=kind,
        severity=severity,
        components=model.names_of(caller.module, target.module),
        sides=tuple(dict.fromkeys((*callers, *targets))),
        explanation=explanation,
        suggestion=suggestion,
        about=f"{target.module}.{called.function}/{called.arity}",
        change=model.names_of(target.module) if has_to_change else (),
    )
