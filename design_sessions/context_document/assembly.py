"""From entries to components: modules, paths and types, each component once."""

from __future__ import annotations

from collections.abc import Mapping

from design_sessions.components import Component, ComponentType, is_known_type, normal_type
from design_sessions.context_document.design_paths import DesignPaths
from design_sessions.context_document.finding.own_documents import OwnDocuments
from design_sessions.context_document.formats.detection import FoundEntry
from design_sessions.context_document.lines.entries import MENTIONED, SHOWN, Entry
from design_sessions.context_document.lines.fields import read_type
from design_sessions.context_document.lines.names import POINTS_TO, read_named
from design_sessions.context_document.model import Report
from design_sessions.context_document.resolution import readings
from design_sessions.context_document.siblings import Siblings
from design_sessions.layouts import is_review
from design_sessions.markdown import shown
from design_sessions.modules import is_inside, is_module_name, relative_module

_OF_THE_CONTEXT = frozenset({ComponentType.CONTEXT, ComponentType.COORDINATION_CONTEXT})


class Assembly:
    """Makes components of the entries of one context document.

    Args:
        module: the context.
        project_module: the project's own module.
        paths: where documents are.
        own: the components' own documents.
        spellings: modules written somewhere in the document, for the spelling of paths.
        own_types: known types by the project's own words for them.
        report: takes what could not be read.
    """

    def __init__(
        self,
        *,
        module: str,
        project_module: str,
        paths: DesignPaths,
        own: OwnDocuments,
        spellings: list[str],
        own_types: Mapping[str, ComponentType],
        report: Report,
    ) -> None:
        self._module = module
        self._project_module = project_module
        self._paths = paths
        self._own = own
        self._spellings = [module, *spellings]
        self._own_types = own_types
        self._report = report
        self._kept: dict[str, tuple[FoundEntry, Component]] = {}
        self._taken = {report.path: module, paths.path_of(module): module}

    def components(self, found: list[FoundEntry]) -> list[Component]:
        """The components that the entries list, each once, in the document's order.

        A component listed twice in one section is reported and the first entry stands. Several
        sections may list the same components: later ones only fill in what the first left open.
        Entries of a higher rank than the first kind that there is list none themselves.
        """
        listed = [each.entry.document for each in found if each.entry.document is not None]
        self._own.load(p for path in listed if (p := self._paths.listed_path(path)) is not None)
        rank = found[0].entry.rank if found else 0
        named = [(each, self._module_of(each.entry)) for each in found]
        self._own.load(self._paths.path_of(name) for _, name in named if name is not None)
        for each, name in named:
            if name is None or name == self._module:
                self._report_no_component(each.entry, name)
            elif name in self._kept:
                self._merge(*self._kept[name], each)
            elif each.entry.rank > rank:
                self._report_unlisted(each.entry, name)
            elif not self._is_doubtful(each.entry, name):
                self._add(each, name)
        components = [component for _, component in self._kept.values()]
        siblings = Siblings(components, self._module, self._project_module)
        for component in components:
            component.dependencies = siblings.whole_names(component.dependencies)
        self._report_unknown_types(components)
        return components

    def _module_of(self, entry: Entry) -> str | None:
        if entry.module_in_type is not None and self._is_ours(entry.module_in_type):
            entry.name, entry.declared_type = entry.module_in_type, None
        if entry.document is not None:
            path = self._paths.listed_path(entry.document)
            written = [entry.spelling] if entry.spelling is not None else []
            module = path and self._paths.module_of(
                path, [*written, *self._own.titles(path), *self._spellings]
            )
            if path is not None or entry.spelling is None:
                return module if module and is_module_name(module) else None
        candidates = self._candidates(entry)
        existing = (each for each in candidates if self._paths.exists(self._paths.path_of(each)))
        return next(existing, candidates[0] if candidates else None)

    def _candidates(self, entry: Entry) -> list[str]:
        """What an entry may mean, the reading by rule first."""
        bare = readings(entry.name, self._module, self._project_module)
        found = list(bare)
        for names in (entry.around, entry.namespace):
            whole = ".".join([*names, entry.name])
            is_absolute = bare[0] != f"{self._module}.{entry.name}"
            repeats = any(entry.name.startswith(f"{name}.") for name in names)
            if names and not is_absolute and not repeats:
                inside = readings(whole, self._module, self._project_module)
                found = [*inside, *found] if names == entry.namespace else [*found, *inside]
        if entry.other_name is not None:
            found += readings(entry.other_name, self._module, self._project_module)
        return [each for each in dict.fromkeys(found) if is_module_name(each)]

    def _is_ours(self, name: str) -> bool:
        """Whether a name is written as that of a module of the project or the context."""
        return readings(name, self._module, self._project_module)[0] != f"{self._module}.{name}"

    def _is_doubtful(self, entry: Entry, name: str) -> bool:
        """Whether an entry is not a component after all; reported if that may surprise."""
        if self._is_of_others(entry, name):
            return True
        expected = entry.only_if_documented
        if expected is None or self._paths.exists(self._paths.path_of(name)):
            return False
        if expected:
            self._report.add(entry.line, f"{shown(entry.name)} is left out: {expected}.")
        return True

    def _is_of_others(self, entry: Entry, name: str) -> bool:
        """Whether a text that names an entry speaks of a module outside the context."""
        if entry.rank < MENTIONED and not entry.is_in_prose:
            return False
        is_foreign = entry.is_in_prose and "." in entry.name and not self._is_ours(entry.name)
        return is_foreign or not is_inside(name, self._module)

    def _add(self, found: FoundEntry, name: str) -> None:
        entry = found.entry
        if entry.name == self._module.rsplit(".", 1)[-1] and self._means_context(entry):
            return
        listed = entry.document and self._paths.listed_path(entry.document)
        path = listed or self._paths.path_of(name)
        other = self._taken.setdefault(path, name)
        if other != name or is_review(path):
            self._report.add(
                entry.line,
                f"{name} is left out: its document {path} would also be that of "
                + ("the review." if is_review(path) else f"{other}."),
            )
            return
        if entry.joined_from is not None:
            self._report.add(
                entry.line,
                f"{shown(entry.joined_from)} is read as the module name {entry.name}: write it as "
                "one word.",
            )
        declared = entry.declared_type or read_type(self._own.type_field(path))
        component = Component(
            name=relative_module(name, self._module),
            module=name,
            type=normal_type(declared, self._own_types),
            declared_type=declared,
            priority=entry.priority,
            description=entry.description,
            design_path=path,
            dependencies=entry.dependencies,
            line=entry.line,
            details=entry.all_details,
        )
        self._kept[name] = (found, component)

    def _means_context(self, entry: Entry) -> bool:
        """Whether an entry with the context's last name is the context, and none of its own."""
        return (
            entry.is_source_file
            or normal_type(entry.declared_type, self._own_types) in _OF_THE_CONTEXT
        )

    def _merge(self, first: FoundEntry, component: Component, again: FoundEntry) -> None:
        entry = again.entry
        in_one_list = first.section is again.section and first.entry.rank == entry.rank < SHOWN
        if entry.description.startswith(POINTS_TO):
            # Names behind an arrow say more about a component, and do not list it again.
            component.details = "\n".join(
                part for part in (component.details, f"- {entry.description}") if part
            )
        elif in_one_list and not (first.entry.is_in_prose or entry.is_in_prose):
            self._report.add(
                entry.line,
                f"{component.module} is listed twice: the entry in line {first.entry.line} is "
                "used. Remove one of them.",
            )
            return
        is_open = component.declared_type is None or (
            first.entry.declared_type is None and entry.rank < SHOWN
        )
        if is_open and entry.declared_type is not None:
            component.declared_type = entry.declared_type
            component.type = normal_type(entry.declared_type, self._own_types)
            first.entry.declared_type = entry.declared_type
        component.priority = component.priority or entry.priority
        component.description = component.description or entry.description
        component.details = component.details or entry.details
        component.dependencies = component.dependencies or entry.dependencies

    def _report_no_component(self, entry: Entry, module: str | None) -> None:
        if module == self._module:
            # A list may begin with the context itself, as the root of a tree does.
            return
        expected = "the path of a document below this one's layout was expected"
        if read_named(entry.name) is not None:
            expected = "a module name of at most 255 characters was expected"
        self._report.add(entry.line, f"{shown(entry.name)} is left out: {expected}.")

    def _report_unlisted(self, entry: Entry, name: str) -> None:
        kind = normal_type(entry.declared_type, self._own_types)
        is_part = entry.rank == SHOWN and entry.only_if_documented is None
        is_typed = kind is not ComponentType.OTHER and kind not in _OF_THE_CONTEXT
        is_named = entry.is_in_prose and not self._is_of_others(entry, name)
        if (is_part and is_typed) or is_named or entry.is_left_out:
            self._report.add(
                entry.line,
                f"{name} is left out: it is {'named' if is_named else 'shown'} here and not "
                "listed. List it among the components to have it designed.",
            )

    def _report_unknown_types(self, components: list[Component]) -> None:
        """Each unknown word once, where it first stands."""
        said: set[str] = set()
        known = ", ".join(sorted({*ComponentType, *self._own_types}))
        for component in components:
            declared = component.declared_type
            if declared is None or is_known_type(declared, self._own_types) or declared in said:
                continue
            said.add(declared)
            path, line = self._report.path, component.line or 1
            field = self._own.type_field(component.design_path)
            if field is not None and self._kept[component.module][0].entry.declared_type is None:
                path, line = component.design_path, field.line
            self._report.add(
                line,
                f"The type {shown(declared)} is read as other: {known} are known. Write one of "
                "them, or map it to one in the project's settings.",
                path=path,
            )
