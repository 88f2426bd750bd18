"""What is said of the database's errors."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from design_sessions.errors import StoreUnavailableError
from design_sessions.store.database.transactions import describe, translated_errors


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


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        ('FATAL:  database "designs" does not exist', "Check DESIGN_DATABASE_URL"),
        ('FATAL:  password authentication failed for user "ann"', "Check DESIGN_DATABASE_URL"),
        ("FATAL:  the database system is starting up", "Check that it is running"),
        ("Connection refused", "Check that it is running"),
    ],
)
def test_the_advice_follows_what_the_server_said(words: str, remedy: str) -> None:
    engine = create_engine("postgresql+psycopg://ann@127.0.0.1/designs")
    with pytest.raises(StoreUnavailableError, match=words) as told, translated_errors(engine):
        raise OperationalError("SELECT 1", {}, Exception(words))
    assert told.value.remedy.startswith(remedy)
