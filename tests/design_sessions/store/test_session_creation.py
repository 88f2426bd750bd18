from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DataError

from design_sessions.errors import BranchClaimedError, NotFoundError
from design_sessions.record_ids import component_session_id, review_session_id, session_record_id
from design_sessions.scope import Scope
from tests.support.statuses import AGENT
from tests.support.stores import (
    ENVIRONMENT,
    MODULES,
    SCOPE,
    WORKFLOW_ID,
    blog_context,
    parent_state,
    start_components,
    start_session,
)


def test_a_component_session_inherits_from_its_parent(store, parent_id):
    ids = start_components(store, parent_id, Scope(account="acme", project="my_app", user="bob"))
    record = store.sessions.get(SCOPE, ids["MyApp.Blog.Post"])
    assert record.id == component_session_id(parent_id, "MyApp.Blog.Post")
    assert record.type == "component_design"
    assert record.status == "active"
    assert record.execution_mode == "agentic"
    assert record.scope == SCOPE
    assert record.agent == AGENT
    assert record.environment == ENVIRONMENT
    assert record.state.parent_context_name == "MyApp.Blog"
    assert record.state.context_design_path == "docs/design/my_app/blog.md"
    assert record.state.component == blog_context().components[0]


def test_a_repeated_step_finds_its_records(store):
    parent = start_session(store)
    assert start_session(store) == parent
    ids = start_components(store, parent)
    store.sessions.set_status(SCOPE, ids["MyApp.Blog.Post"], "complete", attempt=2)
    assert start_components(store, parent) == ids
    assert store.sessions.get(SCOPE, ids["MyApp.Blog.Post"]).attempt == 2
    assert store.session_creation.create_review(SCOPE, parent) == review_session_id(parent)
    assert store.session_creation.create_review(SCOPE, parent) == review_session_id(parent)
    assert len(store.sessions.tree(SCOPE, parent).components) == len(MODULES)


def test_a_component_that_is_not_there_does_not_stop_the_others(store, parent_id):
    wanted = ["MyApp.Blog.Post", "MyApp.Blog.Absent", "MyApp.Blog.Tag"]
    result = store.session_creation.create_components(
        SCOPE,
        parent_id,
        blog_context(wanted).components,
    )
    assert list(result.created) == ["MyApp.Blog.Post", "MyApp.Blog.Tag"]
    assert [(each.name, each.module) for each in result.failed] == [("Absent", "MyApp.Blog.Absent")]
    assert result.failed[0].reason == "Context component not found: MyApp.Blog.Absent."


def test_a_record_that_the_database_refuses_does_not_stop_the_others(store, parent_id):
    post, _, tag = blog_context().components

    def refuse(_connection, _cursor, statement, parameters, *_rest):
        if statement.startswith("INSERT INTO sessions") and tag.module in str(parameters):
            raise DataError(statement, parameters, ValueError("value too long"))

    event.listen(store.engine, "before_cursor_execute", refuse)
    result = store.session_creation.create_components(SCOPE, parent_id, [post, tag])
    assert list(result.created) == [post.module]
    assert (result.failed[0].module, result.failed[0].reason) == (tag.module, "value too long")
    components = store.sessions.tree(SCOPE, parent_id).components
    assert [record.component_module for record in components] == [post.module]


def test_a_component_that_was_missing_can_be_made_later(store, parent_id):
    new = blog_context(["MyApp.Blog.Late"]).components
    assert store.session_creation.create_components(SCOPE, parent_id, new).failed
    start_session(store, modules=[*MODULES, "MyApp.Blog.Late"])
    assert not store.session_creation.create_components(SCOPE, parent_id, new).failed


def test_a_session_of_an_unknown_context_is_refused(store, parent_id):
    state = parent_state()
    state.context.module = "MyApp.Shop"
    with pytest.raises(NotFoundError, match=r"Context component not found: MyApp\.Shop\."):
        store.session_creation.create_parent(
            SCOPE,
            id=parent_id,
            workflow_id=WORKFLOW_ID,
            run_id="run-1",
            agent=AGENT,
            environment=ENVIRONMENT,
            state=state,
        )


def test_of_two_contexts_that_want_one_branch_at_once_one_gets_it(store):
    def start(module: str, branch: str | None = None) -> bool:
        context = blog_context().model_copy(update={"module": module})
        scope = Scope(account="acme", project=module.lower(), user="ada@example.com")
        store.projects.record(scope, remote=ENVIRONMENT.repository, context=context)
        state = parent_state()
        try:
            store.session_creation.create_parent(
                scope,
                id=session_record_id(module, "run"),
                workflow_id=module,
                run_id="run",
                agent=AGENT,
                environment=ENVIRONMENT,
                state=state.model_copy(
                    update={
                        "context": context,
                        "order": state.order.model_copy(update={"branch": branch}),
                    }
                ),
            )
        except BranchClaimedError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        got = dict(
            zip(
                ("Web.Blog", "Admin.Blog"), pool.map(start, ("Web.Blog", "Admin.Blog")), strict=True
            )
        )

    assert sorted(got.values()) == [False, True]
    winner, loser = sorted(got, key=got.__getitem__, reverse=True)
    assert start(winner)  # the same step again
    assert start(loser, branch=ENVIRONMENT.branch)  # a person named it
