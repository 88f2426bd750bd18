"""A first ``context-design.toml``: every setting explained, with what was found.

Only findings that differ from the defaults are in force.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from design_sessions.layouts import LAYOUTS
from design_sessions.project_settings.survey import Survey
from design_sessions.rules import RULES_DIRECTORY
from design_sessions.session_order import Limits
from design_sessions.settings import Settings

_HEAD = """\
# Settings of this project for context design sessions. All are optional. A line that begins with
# "#" and a key shows the default: remove the "#" to set another value. Lines without "#" are in
# force: they were found here and differ from the default.
# Sessions read this file at the commit they start from, so commit it. Command-line options override
# this file, and this file overrides the environment.
"""
_EXAMPLE_TYPE = "MCP Tool"


def draft_settings(found: Survey, *, project: str) -> str:
    """The text of the file; unedited, it changes nothing that works without it.

    Args:
        found: what the repository holds.
        project: the project's name without the file.
    """
    return "\n".join([_HEAD, *_lines(found, project)]) + "\n"


def _lines(found: Survey, project: str) -> Iterator[str]:
    models = Settings.model_fields
    own_type = _key_words(next(iter(found.own_types), _EXAMPLE_TYPE))
    limits = Limits()
    yield "[project]"
    yield "# Sessions, designs and costs are kept under this name."
    yield _key("name", project)
    yield "# The root module of the code; without it, the first segment of each context's module."
    yield from _found(found.project_modules)
    yield _key("module", next(iter(found.project_modules), "MyApp"))
    yield "# What the project is, in a sentence or two; every agent gets it."
    yield _key("description", "")
    yield ""
    yield "[documents]"
    yield "# Where design documents are: one of these (all are searched by default), or your own"
    yield "# directory:"
    yield f"# {', '.join(layout.name for layout in LAYOUTS)}."
    yield from _found(found.layouts)
    yield _key("layout", next(iter(found.layouts), LAYOUTS[0].name))
    yield "# The directory of the rules. It is in force where there is one, and one application."
    yield from _found(found.rules)
    rules = next(iter(found.rules), RULES_DIRECTORY)
    # Of several, or in a repository of several applications, a person has to say whose they are.
    is_clear = len(found.rules) == 1 and len(found.project_modules) <= 1
    yield _key("rules", rules, in_force=rules != RULES_DIRECTORY and is_clear)
    yield ""
    yield "[models]"
    yield "# Without these, the worker's DESIGN_MODEL, DESIGN_REVIEW_MODEL and DESIGN_EFFORT apply."
    yield "# Their defaults:"
    yield _key("design", models["model"].default)
    yield _key("review", models["review_model"].default)
    yield _key("effort", models["effort"].default)
    yield ""
    yield "[limits]"
    yield "# The most components designed at once; revisions and model turns per component; how"
    yield "# often designs are revised for what was found in them, and whether that waits for you."
    yield _key("max_parallel", limits.max_parallel)
    yield _key("max_revisions", limits.max_revisions)
    yield _key("max_turns", limits.max_turns)
    yield _key("max_review_rounds", limits.max_review_rounds)
    yield _key("review_gate", limits.review_gate)
    yield '# Estimated cost of a session in USD, a hard limit; "none" for no limit.'
    yield _key("max_cost", limits.max_cost)
    yield ""
    yield "[types]"
    yield "# Your own component types, and the known type that each is designed and reviewed as:"
    yield "# genserver, context, coordination_context, schema, repository, task, registry,"
    yield "# behaviour, liveview, other."
    yield from _found(found.own_types)
    for own in found.own_types or [_EXAMPLE_TYPE]:
        yield f'#{json.dumps(own, ensure_ascii=False)} = "other"'
    yield ""
    yield "# What documents of a type must contain; these are examples."
    yield "# An optional section can be required:"
    yield "#[definitions.schema]"
    yield '#require = ["Associations"]'
    yield "# and a type, known or your own, can have sections of its own:"
    yield f"#[definitions.{own_type}]"
    yield '#extends = "other"'
    yield f"#[[definitions.{own_type}.sections]]"
    yield '#name = "Limits"'
    yield '#description = "What it refuses, and with which answer."'
    yield "#required = false"


def _key(name: str, value: object, *, in_force: bool = False) -> str:
    return f"{'' if in_force else '#'}{name} = {json.dumps(value, ensure_ascii=False)}"


def _found(counts: dict[str, int]) -> Iterator[str]:
    if counts:
        listed = ", ".join(f"{' '.join(name.split())} ({count})" for name, count in counts.items())
        yield f"# Found: {listed}."


def _key_words(own: str) -> str:
    return json.dumps("_".join(own.lower().split()), ensure_ascii=False)
