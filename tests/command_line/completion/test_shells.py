"""Completion as a shell starts it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from design_sessions.store import Store
from tests.support.environment import without_our_settings
from tests.support.processes import ROOT
from tests.support.stores import SCOPE, start_session, view_of

CODE = """
import json, os, sys
from command_line import app
from command_line.completion import shells
shells._SECONDS = 60
app.end_process = lambda code: print(json.dumps([code, sorted(sys.modules)]))
sys.argv[0] = "client.py"
app.main()
"""
HEAVY = {"anthropic", "git", "pydantic", "rich", "sqlalchemy", "temporalio", "markdown_it"}


@pytest.mark.parametrize(
    ("shell", "line"), [("bash", "plain,Post"), ("zsh", "plain\nPost\n_"), ("fish", "plain,Post")]
)
def test_a_shell_gets_names_from_a_process_that_loads_nothing_heavy(
    store: Store, shell: str, line: str
) -> None:
    session = start_session(store)
    store.sessions.publish_status(SCOPE, session, view_of(session))
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        env=without_our_settings()
        | {
            "_CLIENT_PY_COMPLETE": f"{shell}_complete",
            "COMP_WORDS": "client.py retry MyApp.Blog P",
            "COMP_CWORD": "P" if shell == "fish" else "3",
            "DESIGN_DATABASE_URL": store.engine.url.render_as_string(hide_password=False),
            "DESIGN_ACCOUNT": SCOPE.account,
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        check=True,
    )

    *told, facts = done.stdout.splitlines()
    code, modules = json.loads(facts)
    assert (code, done.stderr) == (0, "")
    assert "\n".join(told) == line
    assert not HEAVY & set(modules)
