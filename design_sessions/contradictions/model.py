"""All designs of a context as one model, and what the names in them mean."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from design_sessions.context_document.resolution import readings
from design_sessions.contradictions.context_designs import ContextDesigns
from design_sessions.contradictions.reading.calls import Call
from design_sessions.contradictions.reading.dependencies import Named
from design_sessions.contradictions.reading.design import Design
from design_sessions.elixir_modules import LIBRARIES, STANDARD_MODULES
from design_sessions.layouts import without_suffix
from design_sessions.modules import is_inside, is_module_name, underscore, web_module

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


class ContextModel(ContextDesigns):
    """The designs of a context and of what they use, with the meaning of names."""

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

    def _is_absolute(self, name: str) -> bool:
        project = self.context.project_module
        first, _, rest = name.partition(".")
        roots = (project, web_module(project.removesuffix("Web") or project))
        return bool(rest) and (is_inside(name, project) or first in roots)

    def _spelled(self, module: str) -> str:
        """The module as the context spells it, for the same path."""
        return self._own_spellings.get(underscore(module), module)

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
