"""Elixir module names: their form, their paths and the branch named after them."""

from __future__ import annotations

import hashlib
import re
import string
from functools import lru_cache

BRANCH_PREFIX = "docs-context-components-design-session-for-"

_MODULE_NAME = re.compile(r"[A-Z][A-Za-z0-9_]*(?:\.[A-Z][A-Za-z0-9_]*)*")
_WORD_START = re.compile(r"(?<!^)(?=[A-Z])(?:(?=[A-Z][^A-Z0-9_])|(?<=[^A-Z_]))")
"""Before a capital that follows a small letter or digit, or that ends an acronym: the last capital
of ``URLParser`` starts its second word."""
_TO_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
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


@lru_cache(maxsize=16_384)
def _underscore_segment(segment: str) -> str:
    return _WORD_START.sub("_", segment).translate(_TO_LOWER)


def camelize(segment: str) -> str:
    """One path segment as a module segment: ``git_hub`` gives ``GitHub``.

    A number keeps the ``_`` before it, so that the module has the path that was given:
    ``step_2`` gives ``Step_2``, since ``Step2`` would be ``step2``.
    """
    words = re.split(r"_(?![0-9])|[^A-Za-z0-9_]+", segment)
    return "".join(word[:1].upper() + word[1:] for word in words)


def full_module(module: str, project_module: str | None) -> str:
    """``module`` below ``project_module``, whether it names the project already or not."""
    if project_module is None or is_inside(module, project_module):
        return module
    return f"{project_module}.{module}"


def web_module(project_module: str) -> str:
    """The web side of a Phoenix project, beside its domain: ``MyAppWeb`` for ``MyApp``."""
    return f"{project_module}Web"


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
    return BRANCH_PREFIX + _slug(_in_project(context_module, project_module), context_module)


def whole_branch_name(context_module: str) -> str:
    """The same with the whole module, for two contexts that :func:`branch_name` does not tell
    apart: ``Web.Accounts`` gives ``...-for-web-accounts``."""
    return BRANCH_PREFIX + _slug(context_module, context_module)


def _in_project(context_module: str, project_module: str | None) -> str:
    project = context_module.split(".", 1)[0]
    if project_module is not None and is_inside(context_module, project_module):
        project = project_module
    return relative_module(context_module, project)


def _slug(name: str, context_module: str) -> str:
    slug = re.sub(r"-+", "-", re.sub(r"[^a-z0-9_-]", "-", name.lower())).strip("-")
    if not slug:
        # Nothing of the name can stand in a branch: its hash still tells contexts apart.
        slug = f"context-{hashlib.sha256(context_module.encode()).hexdigest()[:8]}"
    return slug
