"""Which components cover the public functions that the context's own document states."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from design_sessions.contradictions.model import ContextModel
from design_sessions.contradictions.reading.calls import Call
from design_sessions.contradictions.reading.design import Design
from design_sessions.contradictions.reading.functions import Function
from design_sessions.markdown import MarkdownDocument

How = Literal["delegate", "implements", "calls", "called by the context"]
"""In the order in which they are said: the context's document delegates the function to a function
of the component; the component's design states a function of this name and arity; its design calls
the context's function; the section of the function in the context's document calls the component.
"""


class Cover(BaseModel):
    """One component that has to do with a function."""

    model_config = ConfigDict(frozen=True)

    component: str
    """Its name in the context."""
    path: str
    """Of its design."""
    line: int
    """There; 1 where no place in particular is meant."""
    how: How
    function: str = ""
    """``name/arity`` in the component, where it differs."""


class CoveredFunction(BaseModel):
    """A public function of the context, and the components that cover it."""

    model_config = ConfigDict(frozen=True)

    name: str
    """``name/arity``, as the context's document states it."""
    line: int
    covers: tuple[Cover, ...] = ()
    """By component and in the order of :data:`How`; empty if no design covers the function."""


def function_coverage(model: ContextModel) -> tuple[CoveredFunction, ...]:
    """The functions that the context's document states, in its order.

    A line that only begins with a name counts if it delegates it. What the document says below the
    heading of a component is that component's.
    """
    found: dict[tuple[str, int], CoveredFunction] = {}
    sections = _sections(model)
    delegated = {call.delegated_by for call in model.own.calls if call.delegated_by}
    for function in model.own.functions:
        signature = function.signature
        key = (signature.name, signature.most)
        if (function.source == "mention" and key not in delegated) or not signature.is_counted:
            continue
        before = found.get(key)
        covers = [
            *(before.covers if before else ()),
            *_of_context_document(model, function, sections.get(function.line, range(0))),
            *_of_designs(model, function),
        ]
        found[key] = CoveredFunction(
            name=f"{signature.name}/{signature.most}",
            line=before.line if before else function.line,
            covers=tuple(sorted(dict.fromkeys(covers), key=_order)),
        )
    return tuple(found.values())


def _of_context_document(
    model: ContextModel, function: Function, section: range
) -> Iterator[Cover]:
    """The components that the context's document names for a function."""
    for call in model.own.calls:
        is_delegate = call.delegated_by is not None and (
            call.delegated_by[0] == function.name
            and call.delegated_by[1] in function.signature.arities
        )
        if not is_delegate and call.line not in section:
            continue
        target = model.resolve(call.module, model.own)
        if target is not None and target.module in model.designs:
            how: How = "delegate" if is_delegate else "called by the context"
            yield _cover(model, target, _line_of(target, call), how, call)


def _of_designs(model: ContextModel, function: Function) -> Iterator[Cover]:
    """The components whose own designs state or call a function."""
    arities = set(function.signature.arities)
    for design in model.designs.values():
        stated = next(
            (
                each
                for each in design.named(function.name)
                if each.source not in ("mention", "callback")
                and not arities.isdisjoint(each.signature.arities)
            ),
            None,
        )
        if stated is not None:
            yield _cover(model, design, stated.line, "implements")
    for resolved in model.calls:
        call = resolved.call
        if (
            resolved.target is model.own
            and resolved.caller is not model.own
            and call.function == function.name
            and call.arity in arities
        ):
            yield _cover(model, resolved.caller, call.line, "calls")


def _cover(
    model: ContextModel, design: Design, line: int, how: How, call: Call | None = None
) -> Cover:
    differs = call is not None and call.delegated_by != (call.function, call.arity)
    return Cover(
        component=model.name_of(design.module),
        path=design.path,
        line=line,
        how=how,
        function=f"{call.function}/{call.arity}" if call is not None and differs else "",
    )


def _line_of(design: Design, call: Call) -> int:
    """Where a design states the function that is called."""
    return next(
        (f.line for f in design.named(call.function) if call.arity in f.signature.arities), 1
    )


def _sections(model: ContextModel) -> dict[int, range]:
    """The lines of the sections that are about one function, by the line of their heading."""
    document = MarkdownDocument(model.text_of(model.own))
    headings = {heading.line: heading for heading in document.headings}
    return {
        function.line: range(function.line, document.end_of(headings[function.line]))
        for function in model.own.functions
        if function.source == "heading" and function.line in headings
    }


def _order(cover: Cover) -> tuple[str, int]:
    return cover.component, get_args(How).index(cover.how)
