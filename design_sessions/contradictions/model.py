"""All designs of a context as one model, and what the names in them mean."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from design_sessions.components import Component
from design_sessions.context_document.design_paths import DesignPaths
from design_sessions.context_document.formats.detection import lists_components
from design_sessions.context_document.model import ContextDesign
from design_sessions.context_document.resolution import readings
from design_sessions.contradictions.reading.calls import Call
from design_sessions.contradictions.reading.dependencies import Named
from design_sessions.contradictions.reading.design import Design, read_design
from design_sessions.elixir_modules import LIBRARIES, STANDARD_MODULES
from design_sessions.layouts import is_review, suffix_of, without_suffix
from design_sessions.markdown import MarkdownDocument
from design_sessions.modules import (
    is_inside,
    is_module_name,
    relative_module,
    underscore,
    web_module,
)

_ONE_WORD = re.compile(r"[A-Z][a-z0-9]*")


@dataclass(frozen=True)
class ResolvedCall:
    """A call of a function whose module has exactly one design."""

    caller: Design
    call: Call
    target: Design

    @property
    def name(self) -> str:
        """``Module.function/2``, as it is written."""
        return self.call.name


class ContextModel:
    """The designs of a context and of what they use.

    Args:
        context: the context, with its components.
        documents: texts by path, at least those of the context; those of other contexts are read
            only where something refers to them.
    """

    def __init__(self, context: ContextDesign, documents: Mapping[str, str]) -> None:
        self.context = context
        self._documents = documents
        self._paths = DesignPaths(
            context.layout,
            context_path=context.path,
            project_module=context.project_module,
            files=documents.keys(),
        )
        self._read: dict[str, Design] = {}
        self.components = {each.module: each for each in context.components}
        self._path_of_component = {each.module: self._existing(each) for each in context.components}

    @cached_property
    def own(self) -> Design:
        """The context's own document."""
        return self._design(self.context.path, self.context.module)

    @cached_property
    def designs(self) -> dict[str, Design]:
        """The designs of components that exist, by module; then those that are not listed."""
        listed = {
            module: self._design(path, module)
            for module, path in self._path_of_component.items()
            if path in self._documents
        }
        others = {module: self._design(path, module) for path, module in self.unlisted.items()}
        return others | listed

    @property
    def all_designs(self) -> list[Design]:
        """The context's document and its designs."""
        return [self.own, *self.designs.values()]

    @cached_property
    def unlisted(self) -> dict[str, str]:
        """Modules by path of documents in the context's directory that the context does not list.

        Not those of a context inside this one, which lists them itself.
        """
        own = f"{without_suffix(self.context.path)}/"
        taken = {*self._path_of_component.values(), self.context.path}
        spellings = [self.context.module, *self.components]
        found = {}
        for path in sorted(self._documents):
            is_design = path.startswith(own) and path not in taken and not is_review(path)
            if not is_design or suffix_of(path) != self.context.layout.suffix:
                continue
            module = self._paths.module_of(path, spellings)
            if module is not None and not self._is_of_inner_context(path, own):
                found[path] = module
        return found

    def path_found_for(self, component: Component) -> str:
        """Where the component's design is, or would be."""
        return self._path_of_component[component.module]

    def name_of(self, module: str) -> str:
        """A component's name in findings; the whole name of any other module."""
        component = self.components.get(module)
        if component is not None:
            return component.name
        return relative_module(module, self.context.module)

    def names_of(self, *modules: str) -> tuple[str, ...]:
        """The names of modules, each once; the context itself is no component."""
        names = (self.name_of(each) for each in modules if each != self.context.module)
        return tuple(dict.fromkeys(names))

    def text_of(self, design: Design) -> str:
        """The document that a design was read from."""
        return self._documents[design.path]

    def knows(self, module: str) -> bool:
        """Whether a module of the context is listed or has a document, or is a namespace of such,
        or is inside one."""
        path = underscore(module)
        if path in self._own_namespaces:
            return True
        own = underscore(self.context.module)
        while path != own and "/" in path:
            if path in self._own_spellings:
                return True
            path = posixpath.dirname(path)
        return False

    def resolve_dependency(self, name: str) -> str | None:
        """The module that an item of a list of dependencies means, if that is certain."""
        if self._is_absolute(name):
            return self._spelled(name)
        if name.partition(".")[0] in STANDARD_MODULES | LIBRARIES:
            return None
        context, project = self.context.module, self.context.project_module
        candidates = [*readings(name, context, project), f"{project}.{name}"]
        known = [self._spelled(each) for each in candidates if self._exists(each)]
        if "." not in name:
            known += [each for each in self._by_end.get(name, []) if each not in known]
        known = list(dict.fromkeys(known))
        if len(known) == 1:
            return known[0]
        by_rule = candidates[0]
        overlaps = is_inside(by_rule, context) and by_rule != f"{context}.{name}"
        return by_rule if not known and overlaps else None

    def resolve(self, name: str, design: Design) -> Design | None:
        """The design that a name in a document means; None unless it is exactly one."""
        if self._is_absolute(name):
            return self._design_of(name)
        if name.partition(".")[0] in STANDARD_MODULES | LIBRARIES:
            return None
        said = self._whole_names(design).get(name, set())
        if len(said) > 1:
            return None
        if said:
            return self._design_of(next(iter(said)))
        own = self._by_end.get(name, [])
        if len(own) != 1 or name in self._ends_outside:
            return None
        is_plain_word = _ONE_WORD.fullmatch(name) is not None and own[0] != self.context.module
        return None if is_plain_word and design is not self.own else self._design_of(own[0])

    @cached_property
    def calls(self) -> list[ResolvedCall]:
        """The calls from all designs of the context to another design."""
        found = []
        for design in self.all_designs:
            for call in design.calls:
                target = self.resolve(call.module, design)
                if target is not None and target.path != design.path:
                    found.append(ResolvedCall(design, call, target))
        return found

    def _existing(self, component: Component) -> str:
        """The path of a component's design; one that differs only in its words, if that exists."""
        path = component.design_path
        if path in self._documents:
            return path
        alike = self._by_letters.get(_letters(path), [])
        return alike[0] if len(alike) == 1 else path

    @cached_property
    def _by_letters(self) -> dict[str, list[str]]:
        listed = {each.design_path for each in self.context.components}
        found: dict[str, list[str]] = {}
        for path in self._documents:
            if path not in listed:
                found.setdefault(_letters(path), []).append(path)
        return found

    def _is_of_inner_context(self, path: str, own: str) -> bool:
        """Whether a document below the context's directory is another context's affair."""
        above = posixpath.dirname(path)
        between = [path]
        while above.startswith(own):
            between.append(f"{above}{self.context.layout.suffix}")
            above = posixpath.dirname(above)
        return any(self._lists_components(each) for each in between if each in self._documents)

    def _lists_components(self, path: str) -> bool:
        return lists_components(MarkdownDocument(self._documents[path]))

    def _design(self, path: str, module: str) -> Design:
        if path not in self._read:
            entries = self._spans() if path == self.context.path else None
            self._read[path] = read_design(path, module, self._documents[path], entries)
        return self._read[path]

    def _spans(self) -> dict[str, range]:
        """The lines of the context's document that are about one component, below its heading."""
        document = MarkdownDocument(self._documents[self.context.path])
        headings = {heading.line: heading for heading in document.headings}
        return {
            module: range(component.line, document.end_of(headings[component.line]))
            for module, component in self.components.items()
            if component.line in headings
        }

    def _is_absolute(self, name: str) -> bool:
        project = self.context.project_module
        first, _, rest = name.partition(".")
        roots = (project, web_module(project.removesuffix("Web") or project))
        return bool(rest) and (is_inside(name, project) or first in roots)

    def _spelled(self, module: str) -> str:
        """The module as the context spells it, for the same path."""
        return self._own_spellings.get(underscore(module), module)

    @cached_property
    def _own_spellings(self) -> dict[str, str]:
        names = [self.context.module, *self.components, *self.unlisted.values()]
        return {underscore(name): name for name in reversed(names)}

    @cached_property
    def _own_namespaces(self) -> Collection[str]:
        """The paths of the context's modules, and of what is above them."""
        found: set[str] = set()
        for path in self._own_spellings:
            while path and path not in found:
                found.add(path)
                path = posixpath.dirname(path)
        return found

    def _exists(self, module: str) -> bool:
        return underscore(module) in self._own_spellings or (
            is_module_name(module) and self._paths.path_of(module) in self._documents
        )

    def _design_of(self, module: str) -> Design | None:
        spelled = self._spelled(module)
        if spelled == self.context.module:
            return self.own
        if spelled in self.components or underscore(module) in self._own_spellings:
            return self.designs.get(spelled)
        path = self._paths.path_of(module) if is_module_name(module) else ""
        return self._design(path, module) if path in self._documents else None

    @cached_property
    def _by_end(self) -> dict[str, list[str]]:
        """The context's own modules by each end of their names."""
        found: dict[str, list[str]] = {}
        for module in self._own_spellings.values():
            for end in _ends(module):
                found.setdefault(end, []).append(module)
        return found

    @cached_property
    def _ends_outside(self) -> Collection[str]:
        """Ends of the names of modules that are known and are not the context's own."""
        found: set[str] = set()
        own = without_suffix(self.context.path)
        for path in self._documents:
            if not f"{without_suffix(path)}/".startswith(f"{own}/"):
                module = self._paths.module_of(path, [self.context.module])
                found.update(_ends(module) if module is not None else [])
        for name in self._outside_names():
            found.update(_ends(name))
        return found

    def _outside_names(self) -> Iterator[str]:
        names = [*self.context.dependencies]
        for design in self.all_designs:
            names += [each.name for each in (*(design.dependencies or ()), *design.mentions)]
        for name in dict.fromkeys(names):
            whole = self.resolve_dependency(name)
            is_other = not is_inside(whole, self.context.module) if whole else True
            if is_other and (self._is_absolute(name) or not self._by_end.get(name)):
                yield name

    def _whole_names(self, design: Design) -> dict[str, set[str]]:
        """The modules that a document itself names in full, by each end of their names."""
        if design.path not in self._whole_names_by_path:
            found: dict[str, set[str]] = {}
            own = [Named(design.module, 1, "")]
            for each in (*own, *(design.dependencies or ()), *design.mentions):
                whole = self.resolve_dependency(each.name)
                if whole is not None and (self._is_absolute(each.name) or self._exists(whole)):
                    for end in _ends(whole):
                        found.setdefault(end, set()).add(whole)
                elif whole is None:
                    for end in _ends(each.name):
                        found.setdefault(end, set()).add(each.name)
            self._whole_names_by_path[design.path] = found
        return self._whole_names_by_path[design.path]

    @cached_property
    def _whole_names_by_path(self) -> dict[str, dict[str, set[str]]]:
        return {}


def _ends(module: str) -> Iterator[str]:
    """``MyApp.Blog.Post``, ``Blog.Post`` and ``Post``."""
    segments = module.split(".")
    for start in range(len(segments)):
        yield ".".join(segments[start:])


def _letters(path: str) -> str:
    return path.replace("_", "").lower()
