"""Two specs of one function that return different shapes."""

from __future__ import annotations

from collections.abc import Iterator

from design_sessions.contradictions.checks.support import unsupported
from design_sessions.contradictions.findings import Finding, Side
from design_sessions.contradictions.model import ContextModel
from design_sessions.contradictions.reading.design import Design
from design_sessions.contradictions.reading.functions import Function
from design_sessions.contradictions.reading.returns import Returns

_ERROR = "{:error, _}"
_Pair = tuple[Design, Function, Design, Function, str]


def return_shapes(model: ContextModel) -> Iterator[Finding]:
    """Delegates, callbacks, and functions that two places specify."""
    for first, mine, second, theirs, how in (
        *_delegates(model),
        *_twice_specified(model),
        *_listed(model),
    ):
        if mine.returns is not None and theirs.returns is not None:
            said = _difference(mine.returns, theirs.returns)
            if said is not None:
                yield _finding(model, (first, mine, second, theirs, how), said)


def callback_shape(
    model: ContextModel, design: Design, behaviour: Design, callback: Function
) -> Finding | None:
    """What an implementation returns that its callback does not; it may return less."""
    function = _spec(design, callback.name, callback.signature.most)
    if function is None or function.returns is None or callback.returns is None:
        return None
    said = _difference(callback.returns, function.returns)
    if said is None:
        return None
    return _finding(model, (design, function, behaviour, callback, "implements"), said)


def _delegates(model: ContextModel) -> Iterator[_Pair]:
    for each in model.calls:
        if each.call.delegated_by is None:
            continue
        name, arity = each.call.delegated_by
        mine = _spec(each.caller, name, arity)
        theirs = _spec(each.target, each.call.function, each.call.arity)
        if mine is not None and theirs is not None:
            yield each.caller, mine, each.target, theirs, "delegates to"


def _twice_specified(model: ContextModel) -> Iterator[_Pair]:
    """Specs of one function in two blocks of code; clauses in one block are one spec."""
    for design in model.all_designs:
        by_signature: dict[tuple[str, int], list[Function]] = {}
        for each in design.functions:
            if each.source == "spec":
                by_signature.setdefault((each.name, each.signature.most), []).append(each)
        for specs in by_signature.values():
            if len(specs) == 2 and specs[0].block != specs[1].block:
                yield design, specs[0], design, specs[1], "is also specified as"


def _listed(model: ContextModel) -> Iterator[_Pair]:
    """Specs in the context's document below the heading of a component."""
    for module, entry in model.own.entries.items():
        design = model.designs.get(module)
        for mine in entry.functions if design is not None else ():
            theirs = _spec(design, mine.name, mine.signature.most) if design is not None else None
            if design is not None and theirs is not None and mine.returns is not None:
                yield model.own, mine, design, theirs, "is specified as"


def _spec(design: Design, name: str, arity: int) -> Function | None:
    """The only spec of a function; None if there are several, which may be clauses."""
    specs = [
        each
        for each in design.named(name)
        if each.returns is not None and arity in each.signature.arities
    ]
    return specs[0] if len(specs) == 1 else None


def _difference(whole: Returns, part: Returns) -> str | None:
    """How ``part`` returns what ``whole`` does not; None if all may be the same or narrower."""
    if not whole.alternatives or not part.alternatives:
        return None
    ours, successes = whole.may_be, part.may_be - {_ERROR}
    if successes and not successes & ours:
        return f"{_said(whole)} and {_said(part)}"
    if _ERROR in part.surely and _ERROR not in ours:
        return f"no {_ERROR} and {_said(part)}"
    return None


def _said(returns: Returns) -> str:
    shapes = [" or ".join(sorted(each)) for each in returns.alternatives]
    return ", ".join(dict.fromkeys(shapes))


def _finding(model: ContextModel, pair: _Pair, said: str) -> Finding:
    first, mine, second, theirs, how = pair
    return Finding(
        kind="return_shape",
        severity="error",
        components=model.names_of(first.module, second.module),
        sides=(
            Side(path=first.path, line=mine.line, says=mine.says),
            Side(path=second.path, line=theirs.line, says=theirs.says),
        ),
        explanation=f"{first.module}.{mine.name}/{mine.signature.most} {how} {second.module}."
        f"{theirs.name}/{theirs.signature.most}, and the two return different shapes: {said}.",
        suggestion="Give both specs the same shape.",
        about=f"{second.module}.{theirs.name}/{theirs.signature.most}",
        change=unsupported(model, (first, [mine]), (second, [theirs])),
    )
