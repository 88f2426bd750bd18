"""Types: of components, and of the keys that schemas refer to each other by."""

from __future__ import annotations

from collections.abc import Iterator

from design_sessions.contradictions.findings import Finding, Side
from design_sessions.contradictions.model import ContextModel
from design_sessions.contradictions.reading.design import Design
from design_sessions.contradictions.reading.fields import SchemaField
from design_sessions.design_document.agreement import line_of_type
from design_sessions.design_document.context_facts import ContextFacts
from design_sessions.design_document.facts_reading import claimed_type
from design_sessions.markdown import MarkdownDocument, shown
from design_sessions.modules import underscore
from design_sessions.wording import letters

_KEY_KINDS = {
    **dict.fromkeys(("binaryid", "uuid", "ectouuid", "uuidv4", "uuidv7"), "a UUID"),
    **dict.fromkeys(
        ("id", "integer", "bigint", "bigserial", "serial", "nonneginteger"), "an integer"
    ),
    **dict.fromkeys(("string", "text"), "a string"),
}
_CONTEXTS = frozenset({"context", "coordination_context"})
"""Of these two, one is only more exact."""


def type_mismatches(model: ContextModel, facts: ContextFacts | None) -> Iterator[Finding]:
    """Designs that state another type than the context's document lists.

    Args:
        model: the designs.
        facts: read from the context's document alone; None if it lists nothing.
    """
    for module, design in model.designs.items():
        listed = facts.types.get(module) if facts is not None else None
        words = design.stated_type
        component = model.components.get(module)
        if facts is None or listed is None or words is None or component is None:
            continue
        stated = claimed_type(words, facts.own_types)
        if stated is None or stated == listed:
            continue
        is_more_exact = {stated, listed} <= _CONTEXTS
        line = line_of_type(MarkdownDocument(model.text_of(design)), words)
        yield Finding(
            kind="type_mismatch",
            severity="warning" if is_more_exact else "error",
            components=(component.name,),
            sides=(
                Side(path=design.path, line=line, says=f"Type: {words}"),
                Side(
                    path=model.context.path,
                    line=component.line or 1,
                    says=f"lists {component.name} as {listed}",
                ),
            ),
            explanation=f"The design of {component.name} says the type {shown(words)}, and "
            f"{model.context.path} lists {listed}.",
            suggestion=f"Write {listed} in the design, or change the type in the list.",
            about="type",
        )


def field_mismatches(model: ContextModel) -> Iterator[Finding]:
    """Foreign keys of another type than the key that they refer to."""
    by_table = _tables(model)
    for design in model.designs.values():
        for field in design.fields:
            target = by_table.get(field.refers_to[0]) if field.refers_to is not None else None
            if target is None or field.refers_to is None:
                continue
            keys = [each for each in target.fields if each.name == field.refers_to[1]]
            if len(keys) == 1 and _differ(field, keys[0]):
                yield Finding(
                    kind="field_mismatch",
                    severity="warning",
                    components=model.names_of(design.module, target.module),
                    sides=(
                        Side(path=design.path, line=field.line, says=field.says),
                        Side(path=target.path, line=keys[0].line, says=keys[0].says),
                    ),
                    explanation=f"{model.name_of(design.module)}.{field.name} is "
                    f"{_KEY_KINDS[letters(field.type)]} and refers to "
                    f"{model.name_of(target.module)}.{keys[0].name}, which is "
                    f"{_KEY_KINDS[letters(keys[0].type)]}.",
                    suggestion="Give both the same type.",
                    about=field.name,
                )


def _tables(model: ContextModel) -> dict[str, Design]:
    """Schemas by the usual name of their table; without those that share one."""
    found: dict[str, list[Design]] = {}
    for module, design in model.designs.items():
        if design.fields:
            name = underscore(module.rpartition(".")[2])
            for table in (f"{name}s", f"{name}es", f"{name.removesuffix('y')}ies", name):
                found.setdefault(table, []).append(design)
    return {table: designs[0] for table, designs in found.items() if len(designs) == 1}


def _differ(field: SchemaField, key: SchemaField) -> bool:
    ours, theirs = (_KEY_KINDS.get(letters(each.type)) for each in (field, key))
    return ours is not None and theirs is not None and ours != theirs
