"""Headings and the specs below them, which are to be about one function."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from design_sessions.contradictions.findings import Finding, Side
from design_sessions.contradictions.model import ContextModel
from design_sessions.contradictions.reading.design import Design
from design_sessions.contradictions.reading.functions import Function

_NEAR = 12
"""Lines below a heading in which the spec of its function stands."""


def said_arities(stated: Collection[Function]) -> str:
    """The numbers of arguments as one reads them: ``2``, ``1 and 3``, ``1 to 3``."""
    numbers = sorted({arity for each in stated for arity in each.signature.arities})
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{numbers[0]} to {numbers[-1]}"
    return " and ".join(map(str, numbers))


def inconsistent_headings(model: ContextModel) -> Iterator[Finding]:
    """Headings ``### name/2`` whose own section has specs with other arguments or names only."""
    for design in model.all_designs:
        headings = [each for each in design.functions if each.source == "heading"]
        for index, heading in enumerate(headings):
            others = [each.line for each in headings[index + 1 :] if each.line > heading.line]
            end = min(others, default=None)
            yield from _against_specs(model, design, heading, end)
            yield from _another_name(model, design, heading, end)


def _against_specs(
    model: ContextModel, design: Design, heading: Function, end: int | None
) -> Iterator[Finding]:
    specs = [
        each
        for each in design.named(heading.name)
        if each.source in ("spec", "callback")
        and each.line > heading.line
        and (end is None or each.line < end)
    ]
    arities = {arity for each in specs for arity in each.signature.arities}
    if not specs or not arities.isdisjoint(heading.signature.arities):
        return
    if any(other.line == heading.line for other in design.named(heading.name) if other != heading):
        return
    may_leave_out = any(
        each.signature.ends_in_options and each.signature.least - 1 in heading.signature.arities
        for each in specs
    )
    yield Finding(
        kind="arity",
        severity="warning" if may_leave_out else "error",
        components=model.names_of(design.module),
        sides=tuple(
            Side(path=design.path, line=each.line, says=each.says) for each in (heading, *specs[:3])
        ),
        explanation=f"The heading of {heading.name} says /{said_arities([heading])}, and its spec "
        f"takes {said_arities(specs)} arguments.",
        suggestion="Give both the same number of arguments.",
        about=f"{heading.name}/{said_arities([heading])}",
    )


def _another_name(
    model: ContextModel, design: Design, heading: Function, end: int | None
) -> Iterator[Finding]:
    """A warning, since the spec may be of the function behind the one that the heading names."""
    specs = [
        each
        for each in design.functions
        if each.source in ("spec", "callback")
        and heading.line < each.line <= heading.line + _NEAR
        and (end is None or each.line < end)
    ]
    names = {each.name for each in specs}
    others = {each.name for each in design.functions if each.source == "heading"}
    is_specified = any(each.returns is not None for each in design.named(heading.name))
    if len(names) != 1 or names & others or is_specified:
        return
    arity = said_arities([heading])
    spec = f"{specs[0].name}/{said_arities(specs)}"
    yield Finding(
        kind="unknown_function",
        severity="warning",
        components=model.names_of(design.module),
        sides=tuple(
            Side(path=design.path, line=each.line, says=each.says) for each in (heading, specs[0])
        ),
        explanation=f"The heading in {design.path} says {heading.name}/{arity}, and the spec below "
        f"it is of {spec}.",
        suggestion="Give both the same name.",
        about=f"{heading.name}/{arity}",
    )
