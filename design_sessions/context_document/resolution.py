"""The modules that a context's document means by the names it writes."""

from __future__ import annotations

from design_sessions.modules import is_inside, web_module


def resolve(name: str, context_module: str, project_module: str) -> str:
    """The whole module name that a context's document means by ``name``; see :func:`readings`."""
    return readings(name, context_module, project_module)[0]


def readings(name: str, context_module: str, project_module: str) -> list[str]:
    """The modules that ``name`` may mean in a context's document, the one by rule first.

    Absolute names stay, those of the project's web side (``MyAppWeb.PostLive``) too. A name that
    begins with the end of the context's own name is relative to the context (``Content.Tag`` in
    ``MyApp.Content`` is ``MyApp.Content.Tag``), one that begins with an inner part of it is
    relative to what stands before (``Admin.Users`` in ``MyApp.Admin.Blog`` is
    ``MyApp.Admin.Users``), and any other is relative to the context. The further readings are
    meant only where a document exists for one of them and for none before.
    """
    base = project_module.removesuffix("Web") or project_module
    web = web_module(base)
    segments = name.split(".")
    if is_inside(name, context_module) or (
        len(segments) > 1 and segments[0] in (project_module, base, web)
    ):
        return [name]
    context = context_module.split(".")
    found = [*_overlapping(context, segments), [*context, *segments]]
    if len(segments) > 1:
        found += [[*context[:length], *segments] for length in range(len(context) - 1, 0, -1)]
        found.append([base, *segments])
    if len(segments) > 1 or name.endswith("Live"):
        found.append([web, *segments])
    return list(dict.fromkeys(".".join(each) for each in found))


def _overlapping(context: list[str], segments: list[str]) -> list[list[str]]:
    for length in range(min(len(context), len(segments) - 1), 0, -1):
        if context[-length:] == segments[:length]:
            return [[*context, *segments[length:]]]
    if len(segments) > 1:
        for index in range(len(context) - 2, 0, -1):
            if context[index] == segments[0]:
                return [[*context[:index], *segments]]
    return []
