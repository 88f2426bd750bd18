"""Elixir module names: their form, their paths and the branch named after them."""

from __future__ import annotations

import hashlib
import re

BRANCH_PREFIX = "docs-context-components-design-session-for-"

_MODULE_NAME = re.compile(r"[A-Z][A-Za-z0-9_]*(?:\.[A-Z][A-Za-z0-9_]*)*")
_LONGEST_MODULE_NAME = 255
"""Bytes that the Erlang virtual machine allows an atom, and so a module name."""


def is_module_name(text: str) -> bool:
    """Whether ``text`` is a module name such as ``MyApp.Blog.Post``, in ASCII."""
    return len(text) <= _LONGEST_MODULE_NAME and _MODULE_NAME.fullmatch(text) is not None


def underscore(module: str) -> str:
    """The path of a module by the rule of Elixir's ``Macro.underscore``.

    ``MyApp.GitHub`` gives ``my_app/git_hub``, ``URLParser`` gives ``url_parser`` and ``OAuthX``
    gives ``o_auth_x``. Only ASCII letters have a case, as in Elixir.
    """
    return "/".join(_underscore_segment(segment) for segment in module.split("."))


def _underscore_segment(segment: str) -> str:
    result: list[str] = []
    previous = ""
    position = 0
    while position < len(segment):
        character = segment[position]
        following = segment[position + 1 : position + 2]
        if position == 0:
            result.append(_lower(character))
        elif _is_upper(character) and following and not _continues_acronym(following):
            # The last capital of an acronym starts the next word, and its second letter is taken
            # with it: "URLParser" is "url_parser".
            result.append(f"_{_lower(character)}{following}")
            position += 1
            character = following
        elif _is_upper(character) and not _is_upper(previous) and previous != "_":
            result.append(f"_{_lower(character)}")
        else:
            result.append(_lower(character))
        previous = character
        position += 1
    return "".join(result)


def _is_upper(character: str) -> bool:
    return "A" <= character <= "Z"


def _continues_acronym(character: str) -> bool:
    return _is_upper(character) or "0" <= character <= "9" or character == "_"


def _lower(character: str) -> str:
    return character.lower() if _is_upper(character) else character


def camelize(segment: str) -> str:
    """One path segment as a module segment: ``git_hub`` gives ``GitHub``."""
    words = re.split(r"[^A-Za-z0-9]+", segment)
    return "".join(word[:1].upper() + word[1:] for word in words)


def full_module(module: str, project_module: str | None) -> str:
    """``module`` below ``project_module``, whether it names the project already or not."""
    if project_module is None or is_inside(module, project_module):
        return module
    return f"{project_module}.{module}"


def is_inside(module: str, parent: str) -> bool:
    """Whether ``module`` is ``parent`` or lies below it."""
    return module == parent or module.startswith(f"{parent}.")


def relative_module(module: str, parent: str) -> str:
    """``module`` without ``parent`` in front of it; unchanged when it does not lie below."""
    return module[len(parent) + 1 :] if module.startswith(f"{parent}.") else module


def branch_name(context_module: str, project_module: str | None = None) -> str:
    """The branch of a context's session.

    The context's part is the module without its project (without a project, its first segment;
    a module of one segment stands for itself), lower case; every character outside ``a-z 0-9 - _``
    becomes ``-``, runs of ``-`` become one, leading and trailing ones go. ``MyApp.Admin.Blog``
    gives ``...-for-admin-blog``.
    """
    project = context_module.split(".", 1)[0]
    if project_module is not None and is_inside(context_module, project_module):
        project = project_module
    name = relative_module(context_module, project)
    slug = re.sub(r"-+", "-", re.sub(r"[^a-z0-9_-]", "-", name.lower())).strip("-")
    if not slug:
        # Nothing of the name can stand in a branch: its hash still tells contexts apart.
        slug = f"context-{hashlib.sha256(context_module.encode()).hexdigest()[:8]}"
    return f"{BRANCH_PREFIX}{slug}"
