"""The page of one attempt says where it is."""

from design_sessions.session_order import Limits
from workflows.web_ui.attempt_details import AttemptDetails


def details(**changes: object) -> AttemptDetails:
    begun = AttemptDetails(
        title="Design of Shop.Blog.Feed, attempt 2",
        limits=Limits(max_turns=20, max_revisions=3),
        namespace="default",
        session="context-design/default/shop/Shop.Blog",
    )
    for name, value in changes.items():
        setattr(begun, name, value)
    return begun


def test_a_running_attempt_says_what_it_does_how_far_it_is_and_its_last_problem() -> None:
    text = details(
        stage="Revises the draft.", turns=4, revisions=1, problem="line 3: <no> title"
    ).markdown()
    assert text.startswith("### Design of Shop.Blog.Feed, attempt 2\n")
    assert "**Revises the draft.**" in text
    assert "4 model turns of at most 20, 1 revision of at most 3." in text
    assert "**Last problem:** line 3: &#60;no&#62; title" in text


def test_while_turns_are_taken_it_says_where_to_see_them() -> None:
    text = details(stage="Revising the draft.", turns=4, in_leg=True).markdown()
    assert "Model turn 5 or later of at most 20, 0 revisions" in text
    assert "*Pending Activities* shows the turn under way and its tokens" in text
    assert "Pending" not in details(stage="Failed.", reason="No answer.", in_leg=True).markdown()


def test_an_ended_attempt_says_why_and_not_twice() -> None:
    text = details(stage="Failed.", reason="Still not valid.", problem="Still not.").markdown()
    assert "**Failed.** Still not valid.\n" in text
    assert "Last problem" not in text


def test_it_leads_to_the_session_that_takes_decisions() -> None:
    page = "namespaces/default/workflows/context-design%2Fdefault%2Fshop%2FShop.Blog"
    assert f"]({page})" in details().markdown()
    assert "namespaces/" not in details(session=None).markdown()
