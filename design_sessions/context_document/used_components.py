"""Dependencies in sentences about components: ``It uses Post and Billing.``

Sentences are a guess where lists are not: a name in one is a dependency only if it is a component
of the same context. Any other is said, since it may be a component that the list lacks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from design_sessions.components import Component, normal_type
from design_sessions.context_document.formats.detection import (
    FoundEntry,
    component_sections,
    section_name,
)
from design_sessions.context_document.formats.texts_around import (
    TextAround,
    texts_around,
    units_of,
)
from design_sessions.context_document.formats.unread_text import unread_names
from design_sessions.context_document.lines.enumerated_names import UsedName
from design_sessions.context_document.lines.names import POINTS_TO
from design_sessions.context_document.lines.sentences_of_use import (
    Subject,
    Use,
    points_at_names,
    uses_in,
)
from design_sessions.context_document.model import Report
from design_sessions.context_document.siblings import Siblings, by_name
from design_sessions.context_document.use_notes import UseNotes
from design_sessions.markdown import Heading, MarkdownDocument

_RELATIONS = re.compile(
    r"(?:components?(?:s['\u2019])? |internal |module )?"
    r"(?:dependencies|dependency graph|interactions|relations|relationships)"
)


def with_used_components(
    components: Sequence[Component],
    found: Iterable[FoundEntry],
    context: str,
    siblings: Siblings,
    document: MarkdownDocument,
    report: Report,
) -> list[Component]:
    """The components, with the dependencies that sentences in and around their entries name.

    Args:
        components: as their entries list them.
        found: the entries.
        context: the context's module.
        siblings: the same components.
        document: the context's document.
        report: told of what is no component, or not clear.
    """
    entries = [each.entry for each in found if not each.entry.is_in_prose]
    listed = {each.line for each in entries if each.only_if_documented is None}
    listed |= {each.line or 0 for each in components}
    sections = [*component_sections(document), *_relations(document)]
    around = texts_around(document, sections, listed)
    return _UsedComponents(components, context, siblings, document, report).read(around)


class _UsedComponents:
    """Finds what the components of a context are said to use.

    Args:
        components: as their entries list them.
        context: the context's module.
        siblings: the same components, to recognise by any way of writing them what they depend on.
        document: the context's document.
        report: told of names in such sentences that are no component, and of sentences that do not
            say clearly whose use they tell of.
    """

    def __init__(
        self,
        components: Sequence[Component],
        context: str,
        siblings: Siblings,
        document: MarkdownDocument,
        report: Report,
    ) -> None:
        self._components = components
        self._modules = by_name(components, context)
        self._siblings = siblings
        self._by_module = {each.module: each for each in components}
        self._notes = UseNotes(self._modules, document, report)
        self._report = report
        self._used = {each.module: list(each.dependencies) for each in components}
        self._in_scope: dict[range, list[Component]] = {}
        self._named_in = Counter(each.line for each in components)

    def read(self, around: Iterable[TextAround]) -> list[Component]:
        """The components, with the dependencies that sentences name.

        Args:
            around: the text of the sections about components that belongs to no entry.
        """
        earlier = len(self._report.diagnostics)
        read: set[int] = set()
        texts = {each.module: f"{each.description}\n\n{each.details}" for each in self._components}
        described = {line.strip() for text in texts.values() for line in text.split("\n")}
        for component in self._components:
            _, _, behind_type = (component.declared_type or "").partition(",")
            for unit in [behind_type, *units_of(texts[component.module])]:
                for use in uses_in(unit):
                    self._add(use, component, None)
        for text in around:
            uses = list(uses_in(text.text)) if _first_line(text) not in described else []
            is_clear = [self._add(use, None, text) for use in uses]
            if uses and all(is_clear) and not unread_names(text.text, _names_in(uses)):
                read.update(text.lines)
        self._report.withdraw(read, earlier)
        for component in self._components:
            self._notes.plurals(component, self._used[component.module])
        return [
            each.model_copy(
                update={
                    "dependencies": self._used[each.module],
                    "description": self._without_arrow(each),
                }
            )
            for each in self._components
        ]

    def _without_arrow(self, component: Component) -> str:
        """The description without names behind an arrow, if these are all dependencies now."""
        first, _, rest = component.description.partition("\n")
        if not (first.startswith(POINTS_TO) or points_at_names(first)):
            return component.description
        uses = list(uses_in(first))
        names = [each.name for use in uses for each in use.names]
        used = self._used[component.module]
        is_read = names and all(self._modules.get(each, each) in used for each in names)
        is_own = all(component in (self._subjects(use, component, None) or ()) for use in uses)
        return rest.strip() if is_read and is_own else component.description.removeprefix(POINTS_TO)

    def _add(self, use: Use, about: Component | None, around: TextAround | None) -> bool:
        """Whether it was clear whose use it is, and something of ours."""
        subjects = self._subjects(use, about, around)
        self._notes.unlisted(use, about, around)
        if subjects is None:
            used = [about.module, *self._used[about.module]] if about is not None else []
            self._notes.unclear(use, used, about, around)
        elif use.is_passive:
            for user in self._known(use.names):
                self._use(user, [each.module for each in subjects])
        elif subjects:
            for subject in subjects:
                self._use(subject.module, self._known(use.names))
            self._add_unknown(use, subjects, around)
        return bool(subjects)

    def _subjects(
        self, use: Use, about: Component | None, around: TextAround | None
    ) -> list[Component] | None:
        """Whose use it is; None if only a reader can tell, empty if it is nobody's here."""
        if isinstance(use.subjects, tuple):
            return [each for name in use.subjects for each in self._named(name, about)]
        if around is not None:
            scope = self._scope_of(around.scope)
            if use.subjects is Subject.ALL or (use.subjects is Subject.BOTH and len(scope) == 2):
                return scope
            # Before the first entry, a text speaks of the context itself.
            begins = min((each.line or 0 for each in scope), default=0)
            return None if 0 < begins < around.lines.start else []
        if about is not None and self._is_of_all_named(use.subjects, about):
            return [about]
        if use.subjects is not Subject.OWN or about is None:
            return None
        opening = self._modules.get(use.opening or "", about.module)
        return [about] if opening == about.module else None

    def _is_of_all_named(self, subjects: Subject, about: Component) -> bool:
        """Whether ``they`` are the components that one line lists, each of which has its text."""
        listed = self._named_in[about.line] if about.line else 1
        return listed > 1 and (
            subjects is Subject.ALL or (subjects is Subject.BOTH and listed == 2)
        )

    def _named(self, subject: str, about: Component | None) -> list[Component]:
        if subject[0].islower():
            is_meant = about is not None and normal_type(subject) == about.type
            return [about] if about is not None and is_meant else []
        module = self._modules.get(subject)
        return [self._by_module[module]] if module is not None else []

    def _scope_of(self, lines: range) -> list[Component]:
        if lines not in self._in_scope:
            found = [each for each in self._components if (each.line or 0) in lines]
            self._in_scope[lines] = found
        return self._in_scope[lines]

    def _known(self, names: Sequence[UsedName]) -> list[str]:
        found = (self._modules.get(each.name) for each in names)
        return [module for module in found if module is not None]

    def _use(self, module: str, names: Sequence[str]) -> None:
        used = self._used[module]
        used += [each for each in dict.fromkeys(names) if each != module and each not in used]

    def _add_unknown(
        self, use: Use, subjects: Sequence[Component], around: TextAround | None
    ) -> None:
        """What is no component: another context that is depended on, or what has to be said."""
        direct = (each.name for each in use.names if each.is_direct or use.is_dependency)
        unknown = [name for name in direct if name not in self._modules]
        if use.is_dependency:
            for subject in subjects:
                self._use(subject.module, self._siblings.whole_names(unknown))
            return
        known = {name.rpartition(".")[2] for name in self._used[subjects[0].module]}
        said = [name for name in unknown if unread_names(f"it {name}", known)]
        self._notes.unknown(said, subjects, around)


def _relations(document: MarkdownDocument) -> list[Heading]:
    """The sections that say what components use, besides those that list them."""
    return [
        each
        for each in document.headings
        if each.level == 2 and _RELATIONS.fullmatch(section_name(each.text))
    ]


def _first_line(text: TextAround) -> str:
    return text.text.split("\n", 1)[0].strip()


def _names_in(uses: Sequence[Use]) -> set[str]:
    """The names that sentences write, with their subjects."""
    subjects = (use.subjects for use in uses if isinstance(use.subjects, tuple))
    return {each.name for use in uses for each in use.names}.union(*subjects)
