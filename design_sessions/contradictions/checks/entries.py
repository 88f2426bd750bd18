"""What the context's document says that a component has, and its design does not mention.

Warnings, since a sentence about a component may be about others too. One for each component.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from design_sessions.contradictions.checks.headings import said_arities
from design_sessions.contradictions.findings import Finding, Kind, Side
from design_sessions.contradictions.model import ContextModel
from design_sessions.contradictions.reading.design import Design
from design_sessions.contradictions.reading.functions import Function


def promised_functions(model: ContextModel) -> Iterator[Finding]:
    """Functions that the context says a component provides."""
    for module, entry in model.own.entries.items():
        design = model.designs.get(module)
        if design is None or not design.states_functions:
            continue
        missing = [each for each in entry.provides if not design.named(each.name)]
        first = next(each for each in design.functions if each.source != "mention")
        if missing:
            names = ", ".join(dict.fromkeys(map(_name, missing)))
            there = Side(path=design.path, line=first.line, says=f"has no {names}")
            yield _finding(model, design, "unknown_function", missing[0], names, there)
        for each in entry.provides:
            stated = design.named(each.name)
            arities = set(each.signature.arities)
            if stated and all(arities.isdisjoint(one.signature.arities) for one in stated):
                there = Side(path=design.path, line=stated[0].line, says=stated[0].says)
                yield _finding(model, design, "arity", each, _name(each), there)


def promised_fields(model: ContextModel) -> Iterator[Finding]:
    """Fields that the context says a schema contains, and that its design has nowhere."""
    for module, entry in model.own.entries.items():
        design = model.designs.get(module)
        if design is None or not design.fields:
            continue
        words = set(re.findall(r"\w+", model.text_of(design)))
        missing = [each for each in entry.contains if each.name not in words]
        if missing:
            names = ", ".join(dict.fromkeys(each.name for each in missing))
            line = design.fields[0].line
            there = Side(path=design.path, line=line, says=f"lists the fields without {names}")
            yield Finding(
                kind="field_mismatch",
                severity="warning",
                components=model.names_of(module),
                sides=(
                    Side(path=model.own.path, line=missing[0].line, says=missing[0].says),
                    there,
                ),
                explanation=f"{model.own.path} says that {model.name_of(module)} contains {names}, "
                "which its design does not mention.",
                suggestion=f"Add {names} to {design.path}, or correct {model.own.path}.",
                about="fields",
            )


def _name(function: Function) -> str:
    return f"{function.name}/{said_arities([function])}"


def _finding(
    model: ContextModel, design: Design, kind: Kind, promised: Function, names: str, there: Side
) -> Finding:
    has = "other arguments" if kind == "arity" else "no such function"
    return Finding(
        kind=kind,
        severity="warning",
        components=model.names_of(design.module),
        sides=(Side(path=model.own.path, line=promised.line, says=promised.says), there),
        explanation=f"{model.own.path} says that {model.name_of(design.module)} has {names}, and "
        f"its design has {has}.",
        suggestion=f"Add {names} to {design.path}, or correct {model.own.path}.",
        about=names if kind == "arity" else "functions",
    )
