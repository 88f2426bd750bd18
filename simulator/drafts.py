"""Drafts of design documents, made of a few facts, and spoiled where a fault wants it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from simulator.definition_text import WantedSection

Problem = Literal["missing_section", "empty_section", "wrong_title"]
PROBLEMS: tuple[Problem, ...] = ("missing_section", "empty_section", "wrong_title")
SIGNATURE = "> Written by the simulator, not by a model."
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_WHY = "{:error, reason :: atom()}"
_SOCKET = "Phoenix.LiveView.Socket.t()"


class Function(NamedTuple):
    """One function: its spec, and what it does in one sentence."""

    spec: str
    does: str

    @property
    def signature(self) -> str:
        """``name/arity``."""
        arguments = self.spec.partition(") :: ")[0]
        return f"{arguments.partition('(')[0]}/{arguments.count(',') + 1}"

    @property
    def returns(self) -> str:
        """What stands after the arguments."""
        return self.spec.partition(") :: ")[2]


_RECORDS = [
    Function("list(Scope.t()) :: [%.t()]", "Lists the records of the scope."),
    Function(f"get(Scope.t(), id :: Ecto.UUID.t()) :: {{:ok, %.t()}} | {_WHY}", "Finds one."),
    Function(f"create(Scope.t(), attrs :: map()) :: {{:ok, %.t()}} | {_WHY}", "Stores a new one."),
]
_FUNCTIONS = {
    "repository": _RECORDS,
    "context": _RECORDS,
    "schema": [Function("changeset(t(), map()) :: Ecto.Changeset.t()", "Checks the fields.")],
    "genserver": [
        Function("start_link(opts :: keyword()) :: GenServer.on_start()", "Starts the process."),
        Function("status(GenServer.server()) :: map()", "Reports the state of the process."),
    ],
    "registry": [Function("fetch(key :: atom()) :: {:ok, module()} | :error", "Finds an entry.")],
    "liveview": [
        Function(f"mount(map(), map(), {_SOCKET}) :: {{:ok, {_SOCKET}}}", "Loads the page.")
    ],
}
_OTHERS = [
    Function(
        f"call(Scope.t(), params :: map()) :: {{:ok, term()}} | {_WHY}",
        "Does what the purpose says.",
    )
]


@dataclass(frozen=True)
class Subject:
    """One component with what the request and the context's document say of it."""

    module: str
    type: str
    description: str = ""
    context_purpose: str = ""
    guidance: tuple[str, ...] = ()
    dependencies: tuple[str, ...] = ()
    asks: str = ""
    """A function of another module that is not there."""
    promised: tuple[tuple[str, int], ...] = ()
    """Name and number of arguments of each function that the context's document calls of it."""

    @property
    def name(self) -> str:
        """The last segment of the module."""
        return self.module.rpartition(".")[2]

    @property
    def functions(self) -> list[Function]:
        """What the component offers, by its type, with what the context's document calls of it;
        ``%`` stands for the record it is about."""
        record = self.name.removesuffix("Repository") or self.name
        known = _FUNCTIONS.get(self.type, _OTHERS)
        offered = [Function(spec.replace("%", record), does) for spec, does in known]
        there = {each.signature for each in offered}
        return offered + [
            _promised(name, arity)
            for name, arity in self.promised
            if f"{name}/{arity}" not in there
        ]


def _promised(name: str, arity: int) -> Function:
    """A function of which only its name and its number of arguments are known."""
    arguments = ", ".join(["Scope.t()", *["term()"] * (arity - 1)][:arity])
    returns = "boolean()" if name.endswith("?") else f"{{:ok, term()}} | {_WHY}"
    return Function(f"{name}({arguments}) :: {returns}", "Does what the context's document says.")


def write_draft(
    subject: Subject,
    sections: list[WantedSection],
    *,
    spoiled: Problem | None = None,
    which: int = 0,
) -> str:
    """A document with a title, signed below it, and the sections in the definition's order.

    Optional sections of which the simulator knows nothing are left out.

    Args:
        spoiled: makes the document invalid in one way.
        which: in which of the required sections, counted from 0 and round again.
    """
    required = [section.name for section in sections if section.required]
    target = required[which % len(required)] if required else None
    parts = ["# Design Notes" if spoiled == "wrong_title" else f"# {subject.module}", SIGNATURE]
    for section in sections:
        if section.name == target and spoiled == "missing_section":
            continue
        if section.name == target and spoiled == "empty_section":
            body: str | None = "TBD"
        else:
            body = _body(section, subject)
        if body is not None:
            parts.append(f"## {section.name}\n\n{body}")
    return "\n\n".join(parts) + "\n"


def spoiled_draft(
    subject: Subject, sections: list[WantedSection], number: int, first: Problem, *, same: bool
) -> str:
    """The draft with this number (from 0), wrong in one way.

    Args:
        first: how the first draft is wrong.
        same: every draft in the same way; otherwise no two drafts in a row are alike.
    """
    if same:
        return write_draft(subject, sections, spoiled=first)
    problem = PROBLEMS[(PROBLEMS.index(first) + number) % len(PROBLEMS)]
    return write_draft(subject, sections, spoiled=problem, which=number)


def _body(section: WantedSection, subject: Subject) -> str | None:
    if writer := _WRITERS.get(section.name.lower()):
        return writer(subject)
    told = f"{section.description} What `{subject.module}` is for decides it.".strip()
    return told if section.required else None


def _purpose(subject: Subject) -> str:
    description = _COMMENT.sub("", subject.description).strip()
    own = f"`{subject.name}` is one component of its context, of type {subject.type}."
    purpose = subject.context_purpose and f"Of the context it is said: {subject.context_purpose}"
    asks = subject.asks and f"It asks `{subject.asks}` for what it needs."
    guidance = (f"Following the guidance given: {line}" for line in subject.guidance)
    return "\n\n".join(filter(None, [description, own, purpose, asks, *guidance]))


def _functions(subject: Subject) -> str:
    word = "@callback" if subject.type == "behaviour" else "@spec"
    return "\n\n".join(
        f"### {f.signature}\n\n{f.does}\n\n```elixir\n{word} {f.spec}\n```"
        for f in subject.functions
    )


def _execution_flow(subject: Subject) -> str:
    return "\n\n".join(
        f"### {f.signature}\n\n"
        f"1. **Check input**: refuse arguments of another shape\n"
        f"2. **Work**: {f.does}\n"
        f"3. **Answer**: `{f.returns}`"
        for f in subject.functions
    )


def _fields(subject: Subject) -> str:
    return (
        "| Field | Type | Required | Description | Constraints |\n"
        "| --- | --- | --- | --- | --- |\n"
        f"| id | binary_id | Yes | Identifies the {subject.name} | Primary key |\n"
        "| account_id | binary_id | Yes | Whose it is | Foreign key |\n"
        "| inserted_at | utc_datetime | Yes | When it was created | None |\n"
        "| updated_at | utc_datetime | Yes | When it was last changed | None |"
    )


def _dependencies(subject: Subject) -> str:
    return "\n".join(f"- {name}" for name in subject.dependencies) or "None"


def _test_assertions(subject: Subject) -> str:
    return "\n".join(
        f"- describe `{f.signature}`\n  - answers `{f.returns.split(' | ')[0]}` for valid input"
        for f in subject.functions
    )


_WRITERS: dict[str, Callable[[Subject], str]] = {
    "type": lambda subject: subject.type,
    "purpose": _purpose,
    "public api": _functions,
    "functions": _functions,
    "delegates": _functions,
    "execution flow": _execution_flow,
    "fields": _fields,
    "field documentation": _fields,
    "dependencies": _dependencies,
    "test assertions": _test_assertions,
}
