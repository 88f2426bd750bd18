from __future__ import annotations

import pytest
from pydantic import ValidationError

from design_sessions.commit_subject import commit_subject
from design_sessions.settings import Settings


def test_a_subject_has_the_form_that_is_set() -> None:
    settings = Settings(
        environment={"DESIGN_COMMIT_SUBJECT": "docs({context}): {subject} [PROJ-1]"}
    )

    said = commit_subject(
        settings.commit_subject, subject="Design A.B", component="A.B", context="A"
    )

    assert said == "docs(A): Design A.B [PROJ-1]"


@pytest.mark.parametrize("form", ["", " ", "{who}", "{}", "{subject", "{subject.name}", "a\nb"])
def test_a_form_that_cannot_be_filled_in_is_refused(form: str) -> None:
    with pytest.raises(ValidationError, match="DESIGN_COMMIT_SUBJECT"):
        Settings(environment={"DESIGN_COMMIT_SUBJECT": form})
