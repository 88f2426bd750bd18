"""Parameters that several tools have; their checks are those of the commands' options."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from command_line.parameter_types import some_words

Repository = Annotated[
    str,
    Field(
        description="Path or URL of the git repository. Default: the one in whose directory this "
        "server runs."
    ),
]
Context = Annotated[
    str, Field(description="The context's module, such as MyApp.Blog, or its document's path.")
]
Base = Annotated[
    str | None,
    Field(
        description="Branch, tag or commit. Default: HEAD of a path, the default branch of a URL."
    ),
]
ProjectModule = Annotated[
    str | None,
    Field(description="The project's root module. Default: the context's first part."),
]
ReportedSession = Annotated[
    str | None,
    Field(
        description="The session's context, its ID, or the beginning of it. Default: the newest "
        "session."
    ),
]
DecidedSession = Annotated[
    str | None,
    Field(
        description="The session's context, its ID, or the beginning of it. Default: the only "
        "active session."
    ),
]
Component = Annotated[str, Field(description="A component's name or module, or `review`.")]
Components = Annotated[
    list[str], Field(description="Names or modules of components of the session.")
]
PrComments = Annotated[
    bool,
    Field(description="Post open findings as review comments on the pull request, each once."),
]
Said = Annotated[str, AfterValidator(some_words)]
"""A person's own words."""
