"""A first ``context-design.toml``: every setting explained, with what was found, none in force."""

from __future__ import annotations

import json
from collections.abc import Iterator

from design_sessions.project_settings.survey import Survey
from design_sessions.rules import RULES_DIRECTORY
from design_sessions.session_order import Limits
from design_sessions.settings import Settings

_HEAD = """\
# Settings of this project for context design sessions. All are optional, and in each line that
# begins with "#" and a key stands what holds without it: remove the "#" to set another value.
# Sessions read this file at the commit they start from, so commit it. An option of the command
# line wins over it, and it wins over the environment.
"""
_EXAMPLE_TYPE = "MCP Tool"


def draft_settings(found: Survey, *, project: str) -> str:
    """The text of the file; as it stands, it changes nothing.

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
    yield f"# The root module of the code.{_found(found.project_modules)}"
    yield _key("module", next(iter(found.project_modules), "MyApp"))
    yield "# What the project is, in a sentence or two: every agent is told."
    yield _key("description", "")
    yield ""
    yield "[documents]"
    yield "# Where design documents lie: docs/design, design, docs/spec, spec, .code_my_spec/spec,"
    yield f"# or a directory of your own.{_found(found.layouts)}"
    yield _key("layout", next(iter(found.layouts), "docs/design"))
    yield f"# The directory of the rules.{_found(found.rules)}"
    yield _key("rules", next(iter(found.rules), RULES_DIRECTORY))
    yield ""
    yield "[models]"
    yield _key("design", models["model"].default)
    yield _key("review", models["review_model"].default)
    yield _key("effort", models["effort"].default)
    yield ""
    yield "[limits]"
    yield "# Components designed at once; revisions and model turns of one component."
    yield _key("max_parallel", limits.max_parallel)
    yield _key("max_revisions", limits.max_revisions)
    yield _key("max_turns", limits.max_turns)
    yield '# Estimated cost of a session in USD, a hard limit; "none" for no limit.'
    yield _key("max_cost", limits.max_cost)
    yield ""
    yield "[types]"
    yield "# Your own component types, and the known type that each is designed and reviewed as:"
    yield "# genserver, context, coordination_context, schema, repository, task, registry,"
    yield f"# behaviour, liveview, other.{_found(found.own_types)}"
    for own in found.own_types or [_EXAMPLE_TYPE]:
        yield f'#{json.dumps(own, ensure_ascii=False)} = "other"'
    yield ""
    yield "# What documents of a type must hold. An optional section can be required:"
    yield "#[definitions.schema]"
    yield '#require = ["Associations"]'
    yield "# and a type, known or your own, can have sections of its own:"
    yield f"#[definitions.{own_type}]"
    yield '#extends = "other"'
    yield f"#[[definitions.{own_type}.sections]]"
    yield '#name = "Limits"'
    yield '#description = "What it refuses, and with which answer."'
    yield "#required = false"


def _key(name: str, value: object) -> str:
    return f"#{name} = {json.dumps(value, ensure_ascii=False)}"


def _found(counts: dict[str, int]) -> str:
    listed = ", ".join(f"{' '.join(name.split())} ({count})" for name, count in counts.items())
    return f" Found: {listed}." if listed else ""


def _key_words(own: str) -> str:
    return json.dumps("_".join(own.lower().split()), ensure_ascii=False)
