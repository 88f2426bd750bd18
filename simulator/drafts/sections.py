"""What each section of a draft says, by the section's name."""

from __future__ import annotations

from collections.abc import Callable

from simulator.drafts.subject import Function, Subject
from simulator.drafts.words import fields_in, first_sentence, plural, snake


def section_body(name: str, description: str, subject: Subject) -> str:
    """The text below the heading, never empty.

    Args:
        name: the section's name, in any case.
        description: what the definition says about it, for sections not known here.
    """
    writer = _WRITERS.get(name.strip().lower())
    if writer is not None:
        return writer(subject)
    lead = first_sentence(description) or f"What {name.lower()} means for this component."
    return f"{lead} For `{subject.short_name}` this follows from its task: {_task(subject)}"


def _task(subject: Subject) -> str:
    return first_sentence(subject.description) or f"it is the {subject.type} of its context."


def _purpose(subject: Subject) -> str:
    lines = [subject.description or f"{subject.short_name} is a {subject.type} of its context."]
    if subject.notes.purpose:
        purpose = subject.notes.purpose
        lines.append(f"Its context in one sentence: {first_sentence(purpose)}")
    lines += [f"Following the guidance given: {line}" for line in subject.guidance]
    return "\n\n".join(lines)


def _public_api(subject: Subject) -> str:
    word = "@callback" if subject.type == "behaviour" else "@spec"
    code = "\n".join(f"{word} {function.spec}" for function in subject.functions)
    words = "\n".join(f"- `{f.signature}`: {f.does}" for f in subject.functions)
    return f"```elixir\n{code}\n```\n\n{words}{_context_functions(subject)}"


def _context_functions(subject: Subject) -> str:
    entity = snake(subject.entity)
    served = [spec for spec in subject.notes.specs if entity in spec.split("::")[0]]
    if not served or subject.type == "schema":
        return ""
    names = ", ".join(f"`{spec.split('(')[0].strip()}`" for spec in served[:4])
    return f"\n\nThe context's own functions {names} rest on these."


def _execution_flow(subject: Subject) -> str:
    flows = [_flow(function, subject) for function in subject.functions[:3]]
    return "\n\n".join(flows)


def _flow(function: Function, subject: Subject) -> str:
    title = function.name.replace("_", " ").rstrip("?!").capitalize()
    steps = [f"**Check input**: arguments of `{function.signature}` of another shape are refused"]
    if function.scoped:
        with_what = f", together with `{subject.related[0]}`" if subject.related else ""
        steps.append(f"**Apply the scope**: only records of the caller take part{with_what}")
    steps += [
        f"**Work**: {function.does[0].lower()}{function.does[1:].rstrip('.')}",
        f"**Answer**: `{function.returns}`",
    ]
    numbered = "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
    return f"### {title}\n\n{numbered}"


def _error_handling(subject: Subject) -> str:
    lines = [
        f"- `{function.signature}` answers `{{:error, ...}}` with a reason that callers match on"
        for function in subject.functions
        if "{:error" in function.returns
    ]
    lines.append("- Anything unexpected crashes the caller's process and is reported there")
    return "\n".join(lines)


def _required(kind: str, meaning: str) -> bool:
    return kind not in ("text", "map") and "empty" not in meaning


def _fields(subject: Subject) -> str:
    rows = [
        ("id", "binary_id", "Primary key"),
        *fields_in(subject.description),
        ("inserted_at", "utc_datetime", "Set when the record is created"),
        ("updated_at", "utc_datetime", "Set at every change"),
    ]
    columns = ("Field", "Type", "Required", "Description", "Constraints")
    lines = [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    for name, kind, meaning in rows:
        required = "Yes" if _required(kind, meaning) else "No"
        constraints = "Foreign key" if name.endswith("_id") else "None"
        lines.append(f"| {name} | {kind} | {required} | {meaning} | {constraints} |")
    return "\n".join(lines)


def _associations(subject: Subject) -> str:
    keys = [row for row in fields_in(subject.description) if row[0].endswith("_id")]
    if not keys:
        return f"`{subject.short_name}` belongs to no other record."
    return "\n".join(
        f"- **belongs_to {name.removesuffix('_id')}**: through `{name}`; {meaning.lower()}"
        for name, _kind, meaning in keys
    )


def _validation_rules(subject: Subject) -> str:
    rules = [
        f"- `{name}` is {'required' if _required(kind, meaning) else 'optional'}, of type {kind}"
        for name, kind, meaning in fields_in(subject.description)
    ]
    return "\n".join(rules) or "- Nothing beyond the types of the fields is checked"


def _database_constraints(subject: Subject) -> str:
    table = plural(snake(subject.entity))
    keys = [name for name, _, _ in fields_in(subject.description) if name.endswith("_id")]
    lines = [f"- Primary key of `{table}` on `id`"]
    lines += [f"- Index and foreign key on `{name}`" for name in keys]
    return "\n".join(lines)


def _dependencies(subject: Subject) -> str:
    declared = {name.rsplit(".", 1)[-1] for name in subject.declared}
    names = list(subject.declared)
    names += [name for name in subject.related if name.rsplit(".", 1)[-1] not in declared]
    text = subject.description.lower()
    names += [name for name in subject.notes.dependencies if name.lower() in text]
    return "\n".join(f"- {name}" for name in names) or "None"


def _test_assertions(subject: Subject) -> str:
    blocks = []
    for function in subject.functions:
        lines = [
            f"- describe `{function.signature}`",
            f"  - answers `{function.returns.split(' | ')[0]}` for valid input",
        ]
        if function.scoped:
            lines.append("  - refuses records outside the caller's scope")
        blocks.append("\n".join(lines))
    return "\n".join(blocks)


def _test_strategies(subject: Subject) -> str:
    return (
        "Unit tests with the sandboxed repository; each test makes its own account, so that they "
        f"run together. The functions {_signatures(subject)} are tested through their public form."
    )


def _signatures(subject: Subject) -> str:
    return ", ".join(f"`{function.signature}`" for function in subject.functions)


def _entity_ownership(subject: Subject) -> str:
    return f"- **{subject.entity}**: created, changed and removed here alone\n- {_task(subject)}"


def _access_patterns(subject: Subject) -> str:
    known = [f"- {line}" for line in subject.notes.access[:4]]
    own = f"- Every query for {plural(snake(subject.entity))} is filtered by the caller's scope"
    return "\n".join([*known, own])


def _state(subject: Subject) -> str:
    if subject.type == "genserver":
        return (
            "The process holds only what it can read again: after a crash its supervisor starts "
            "it anew, and it goes on from what the database says."
        )
    return (
        f"State is kept in the database; `{subject.short_name}` holds none between calls, so that "
        "any node can answer."
    )


def _components(subject: Subject) -> str:
    return "\n".join(f"- {name}" for name in subject.related) or "None besides the module itself."


def _functions(subject: Subject) -> str:
    return "\n\n".join(
        f"### {function.signature}\n\n{function.does}\n\n```elixir\n@spec {function.spec}\n```"
        for function in subject.functions
    )


def _type(subject: Subject) -> str:
    return subject.type


_WRITERS: dict[str, Callable[[Subject], str]] = {
    "purpose": _purpose,
    "public api": _public_api,
    "execution flow": _execution_flow,
    "error handling": _error_handling,
    "fields": _fields,
    "field documentation": _fields,
    "associations": _associations,
    "validation rules": _validation_rules,
    "database constraints": _database_constraints,
    "dependencies": _dependencies,
    "test assertions": _test_assertions,
    "test strategies": _test_strategies,
    "entity ownership": _entity_ownership,
    "access patterns": _access_patterns,
    "state management strategy": _state,
    "components": _components,
    "delegates": _functions,
    "functions": _functions,
    "type": _type,
}
