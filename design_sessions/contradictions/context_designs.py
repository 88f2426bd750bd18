"""The designs of a context: which documents they are, and whose."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import cached_property

from design_sessions.components import Component
from design_sessions.context_document.design_paths import DesignPaths
from design_sessions.context_document.formats.detection import lists_components
from design_sessions.context_document.model import ContextDesign
from design_sessions.contradictions.reading.design import Design, read_design
from design_sessions.layouts import is_review, suffix_of, without_suffix
from design_sessions.markdown import MarkdownDocument
from design_sessions.modules import relative_module, underscore


class ContextDesigns:
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

    @cached_property
    def _own_spellings(self) -> dict[str, str]:
        names = [self.context.module, *self.components, *self.unlisted.values()]
        return {underscore(name): name for name in reversed(names)}


def _letters(path: str) -> str:
    return path.replace("_", "").lower()
