"""What is said of the database's errors."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine

from design_sessions.store.database.transactions import describe


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("o", "role o of hunter22 does not exist"),
        ("exist", "role o of hunter22 does not exist"),
        ("hunter22", "role o of *** does not exist"),
    ],
)
def test_a_password_is_hidden_but_taken_out_of_no_word(password: str, said: str) -> None:
    engine = create_engine(f"postgresql+psycopg://ann:{password}@127.0.0.1/designs")
    assert describe(ValueError("role o of hunter22 does not exist\nmore"), engine) == said
