"""The component that a draft is about: everything its sections draw on."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.drafts.context_notes import ContextNotes
from simulator.drafts.words import actions_in, first_sentence, plural, snake

_ROLE_ENDINGS = ("Repository", "Repo", "Server", "Worker", "Live", "Registry", "Behaviour")


@dataclass(frozen=True)
class Function:
    """One function of a component."""

    name: str
    arguments: tuple[str, ...]
    returns: str
    does: str

    @property
    def spec(self) -> str:
        """As it stands after ``@spec``."""
        return f"{self.name}({', '.join(self.arguments)}) :: {self.returns}"

    @property
    def scoped(self) -> bool:
        """Whether it works within the caller's scope."""
        return self.arguments[:1] == ("Scope.t()",)

    @property
    def signature(self) -> str:
        """``name/arity``."""
        return f"{self.name}/{len(self.arguments)}"


@dataclass(frozen=True)
class Subject:
    """One component with what is known of its surroundings."""

    module: str
    type: str
    description: str
    notes: ContextNotes
    guidance: tuple[str, ...] = ()
    declared: tuple[str, ...] = ()
    """Modules that the request names as dependencies."""

    @property
    def short_name(self) -> str:
        """The last segment of the module."""
        return self.module.rsplit(".", 1)[-1]

    @property
    def entity(self) -> str:
        """The struct that the component is about, ``Loan`` for ``LoanRepository``."""
        segments = self.module.split(".")
        for segment in reversed(segments):
            name = segment
            for ending in _ROLE_ENDINGS:
                name = name.removesuffix(ending)
            if name:
                return name
        return segments[-1]

    @property
    def related(self) -> list[str]:
        """Other components of the context that this one's description or entity names."""
        own = self.description.lower()
        found: list[str] = []
        for name in self.notes.components:
            last = name.rsplit(".", 1)[-1]
            if self.module.endswith(name):
                continue
            words = snake(last).replace("_", " ")
            if words in own or last == self.entity:
                found.append(name)
        return found

    @property
    def functions(self) -> list[Function]:
        """What the component offers, by its type."""
        singular = snake(self.entity)
        makers = {
            "schema": _schema_functions,
            "repository": _repository_functions,
            "genserver": _genserver_functions,
            "registry": _registry_functions,
            "liveview": _liveview_functions,
            "context": _repository_functions,
            "coordination_context": _action_functions,
        }
        return makers.get(self.type, _action_functions)(self, singular)


def _schema_functions(subject: Subject, singular: str) -> list[Function]:
    struct = f"%{subject.short_name}{{}}"
    return [
        Function(
            "changeset",
            ("t() | Ecto.Changeset.t()", "attrs :: map()"),
            "Ecto.Changeset.t()",
            f"Casts and validates the fields of {struct}.",
        ),
    ]


def _repository_functions(subject: Subject, singular: str) -> list[Function]:
    struct, many = f"{subject.entity}.t()", plural(singular)
    changed = f"{{:ok, {struct}}} | {{:error, Ecto.Changeset.t()}}"
    return [
        Function(
            f"list_{many}",
            ("Scope.t()",),
            f"[{struct}]",
            f"Lists the {many} of the scope, newest first.",
        ),
        Function(
            f"get_{singular}",
            ("Scope.t()", "id :: Ecto.UUID.t()"),
            f"{{:ok, {struct}}} | {{:error, :not_found}}",
            f"Finds one {singular} within the scope.",
        ),
        Function(
            f"create_{singular}",
            ("Scope.t()", "attrs :: map()"),
            changed,
            f"Validates and stores a new {singular}.",
        ),
        Function(
            f"update_{singular}",
            ("Scope.t()", struct, "attrs :: map()"),
            changed,
            f"Changes one {singular} that belongs to the scope.",
        ),
    ]


def _genserver_functions(subject: Subject, singular: str) -> list[Function]:
    return [
        Function(
            "start_link",
            ("opts :: keyword()",),
            "GenServer.on_start()",
            "Starts the process under the application's supervisor.",
        ),
        *_action_functions(subject, singular)[:2],
        Function("status", ("GenServer.server()",), "map()", "Reports the process's own state."),
    ]


def _registry_functions(subject: Subject, singular: str) -> list[Function]:
    return [
        Function("fetch", ("key :: atom()",), "{:ok, module()} | :error", "Finds an entry."),
        Function("list", (), "[{atom(), module()}]", "Lists the entries in a stable order."),
        Function("member?", ("key :: atom()",), "boolean()", "Says whether a key is known."),
    ]


def _liveview_functions(subject: Subject, singular: str) -> list[Function]:
    socket = "Phoenix.LiveView.Socket.t()"
    return [
        Function(
            "mount", ("map()", "map()", socket), f"{{:ok, {socket}}}", "Loads what the page shows."
        ),
        Function(
            "handle_params",
            ("map()", "String.t()", socket),
            f"{{:noreply, {socket}}}",
            "Follows the address of the page.",
        ),
        Function(
            "handle_event",
            ("String.t()", "map()", socket),
            f"{{:noreply, {socket}}}",
            "Answers what a person does on the page.",
        ),
    ]


def _action_functions(subject: Subject, singular: str) -> list[Function]:
    actions = actions_in(subject.description)
    if not actions:
        task = first_sentence(subject.description) or "Does the component's part of the work."
        actions = [(f"handle_{singular}", task.rstrip("."))]
    return [
        Function(
            name,
            ("Scope.t()", "opts :: keyword()"),
            "{:ok, term()} | {:error, reason :: atom()}",
            f"{clause[0].upper()}{clause[1:]}.",
        )
        for name, clause in actions
    ]
