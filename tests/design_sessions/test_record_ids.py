from design_sessions.record_ids import (
    component_session_id,
    project_id,
    review_session_id,
    session_record_id,
)

WORKFLOW_ID = "context-design/acme/my_app/MyApp.Blog"


def test_a_repeated_step_finds_the_record_of_its_session():
    assert session_record_id(WORKFLOW_ID, "run-1") == session_record_id(WORKFLOW_ID, "run-1")


def test_starting_a_context_again_makes_another_record():
    assert session_record_id(WORKFLOW_ID, "run-1") != session_record_id(WORKFLOW_ID, "run-2")


def test_parts_of_a_name_cannot_run_into_each_other():
    assert project_id("a/b", "c") != project_id("a", "b/c")


def test_components_and_review_of_a_session_have_different_records():
    parent = session_record_id(WORKFLOW_ID, "run-1")
    other = session_record_id(WORKFLOW_ID, "run-2")
    records = {
        component_session_id(parent, "MyApp.Blog.Post"),
        component_session_id(parent, "MyApp.Blog.Tag"),
        component_session_id(other, "MyApp.Blog.Post"),
        review_session_id(parent),
        review_session_id(other),
    }
    assert len(records) == 5
