"""What the context's document says that a component has, and its design does not mention."""

from __future__ import annotations

import re
from collections.abc import Iterator

from design_sessions.contradictions.checks.arities import said_arities
from design_sessions.contradictions.findings import Finding, Side
from design_sessions.contradictions.model import ContextModel
from design_sessions.wording import nearest


def promised_functions(model: ContextModel) -> Iterator[Finding]:
    """Functions that the context says a component provides.

    Warnings, since such a sentence may be about others than the component.
    """
    for module, entry in model.own.entries.items():
        design = model.designs.get(module)
        if design is None or not design.states_functions:
            continue
        for promised in entry.provides:
            stated = design.named(promised.name)
            arities = promised.signature.arities
            if any(not set(arities).isdisjoint(each.signature.arities) for each in stated):
                continue
            name = f"{promised.name}/{said_arities([promised])}"
            near = nearest(promised.name, {each.name for each in design.functions})
            shown = stated or (design.named(near) if near is not None else [])
            first = next(each for each in design.functions if each.source != "mention")
            there = shown[0] if shown else first
            has = f"has {stated[0].name}/{said_arities(stated)}" if stated else "does not have it"
            yield Finding(
                kind="arity" if stated else "unknown_function",
                severity="warning",
                components=model.names_of(module),
                sides=(
                    Side(path=model.own.path, line=promised.line, says=promised.says),
                    Side(path=design.path, line=there.line, says=there.says),
                ),
                explanation=f"{model.own.path} says that {model.name_of(module)} has {name}, and "
                f"its design {has}.",
                suggestion=f"Add {name} to {design.path}, or correct {model.own.path}.",
            )


def promised_fields(model: ContextModel) -> Iterator[Finding]:
    """Fields that the context says a schema contains, and that its design has nowhere."""
    for module, entry in model.own.entries.items():
        design = model.designs.get(module)
        if design is None or not design.fields:
            continue
        words = set(re.findall(r"\w+", model.text_of(design)))
        for field in entry.contains:
            if field.name not in words:
                yield Finding(
                    kind="field_mismatch",
                    severity="warning",
                    components=model.names_of(module),
                    sides=(
                        Side(path=model.own.path, line=field.line, says=field.says),
                        Side(
                            path=design.path,
                            line=design.fields[0].line,
                            says=f"lists the fields without {field.name}",
                        ),
                    ),
                    explanation=f"{model.own.path} says that {model.name_of(module)} contains "
                    f"{field.name}, and its design has no such field.",
                    suggestion=f"Add {field.name} to {design.path}, or correct {model.own.path}.",
                )
