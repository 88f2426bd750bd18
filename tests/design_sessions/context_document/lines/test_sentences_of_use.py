"""What sentences say of use: clear ones, doubtful ones, and those that say something else."""

from __future__ import annotations

import pytest

from design_sessions.context_document.lines.sentences_of_use import Subject, uses_in


def said(text: str) -> list[tuple[object, list[str]]]:
    return [(use.subjects, [each.name for each in use.names]) for use in uses_in(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It uses the Feed.", ["Feed"]),
        ("requires the Feed and Sms modules", ["Feed", "Sms"]),
        ("uses the `Post` schema", ["Post"]),
        ("uses both the Post, the Tag, and the Feed for drafts", ["Post", "Tag", "Feed"]),
        ("holds items, uses Post", ["Post"]),
        ("holds items (uses Post)", ["Post"]),
        ("holds items \u2013 uses Post", ["Post"]),
        ("gathers posts and uses Tag", ["Tag"]),
        ("A worker that uses Post", ["Post"]),
        ("it's built on Post", ["Post"]),
        ("On start it reads from Post", ["Post"]),
        ("sends; on failure it calls Post", ["Post"]),
        ("runs each night, using the Post", ["Post"]),
        ("text; built on Post", ["Post"]),
        ("text [uses Post]", ["Post"]),
        ("depends heavily on Post", ["Post"]),
        ("publishes events to Post", ["Post"]),
        ("talks to Post and to the Tag", ["Post", "Tag"]),
        ("Use Post to publish", ["Post"]),
        ("is built on top of the Post", ["Post"]),
        ("is based on Post", ["Post"]),
        ("is backed by Post", ["Post"]),
        ("delegates to Post", ["Post"]),
        ("Delegates execution flow to Post for concurrency.", ["Post"]),
        ("talks to the Post", ["Post"]),
        ("reads data from Post", ["Post"]),
        ("subscribes to Post", ["Post"]),
        ("makes use of Post", ["Post"]),
        ("It will use Post", ["Post"]),
        ("It needs to call Post", ["Post"]),
        ("This module relies heavily on nothing, invokes `Post.list/1` for each", ["Post"]),
        ("uses the shared Post module", ["Post"]),
        ("uses the \u201ePost\u201c", ["Post"]),
        ("uses Post (text, title) and Tag", ["Post", "Tag"]),
        ("It uses Post, and Tag holds labels.", ["Post"]),
        ("It uses Post, and Tag is not needed.", ["Post"]),
        ("Uses Post, updates Tag", ["Post"]),
        ("uses caches, Post and Tag", ["Post", "Tag"]),
    ],
)
def test_what_a_text_is_about_uses_the_names_behind_the_verb(text: str, names: list[str]) -> None:
    assert said(text) == [(Subject.OWN, names)]


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Feed uses Post.", ("Feed",)),
        ("The Feed uses Post.", ("Feed",)),
        ("A Feed requires a Post.", ("Feed",)),
        ("If it is late, Feed calls Post", ("Feed",)),
        ("The Feed component also uses Post.", ("Feed",)),
        ("Cart and the Feed use Post", ("Cart", "Feed")),
        ("Note: Cart and Feed both use Post", ("Cart", "Feed")),
        ("The task uses Post", ("task",)),
        ("Feed -> Post", ("Feed",)),
        ("Feed (task) \u2192 Post", ("Feed",)),
        ("All of them use Post", Subject.ALL),
        ("Each component uses Post", Subject.ALL),
        ("They all depend on Post", Subject.ALL),
        ("Both use Post", Subject.BOTH),
        ("-> Post", Subject.OWN),
    ],
)
def test_a_sentence_names_its_subjects(text: str, subjects: object) -> None:
    assert said(text) == [(subjects, ["Post"])]


@pytest.mark.parametrize(
    "text",
    [
        "It may use Post",
        "Gathers posts for a reader, which uses Post",
        "Gathers for a client that reads drafts and uses Post",
        "sends mails -> Post",
    ],
)
def test_only_a_reader_can_tell_whose_use_it_is(text: str) -> None:
    assert said(text) == [(Subject.UNCLEAR, ["Post"])]


@pytest.mark.parametrize(
    "text",
    [
        "It does not use Post",
        "never calls Post",
        "It no longer depends on Post",
        "uses no Post",
        "must not call Post",
        "The caller uses Post",
        "When a page uses Post, it is told",
        "collects posts through Post",
        "stores drafts of clients using Post",
        "uses Google Ads API",
        "Uses sidecar files instead of frontmatter",
        "Queries all integrations, filters them, creates Post records",
        "moves from Draft -> Post -> Sent",
    ],
)
def test_other_sentences_say_nothing_of_use(text: str) -> None:
    assert said(text) == []


def test_the_passive_names_who_uses() -> None:
    ((use),) = uses_in("Post is used by Feed and the Cart")
    assert (use.subjects, use.is_passive) == (("Post",), True)
    assert [each.name for each in use.names] == ["Feed", "Cart"]
    assert said("a queue used by Feed") == []


def test_a_chain_of_arrows_is_one_use_for_each() -> None:
    assert said("Feed -> Post -> Repo") == [(("Feed",), ["Post"]), (("Post",), ["Repo"])]


@pytest.mark.parametrize(
    ("text", "is_direct"),
    [
        ("uses Billing", True),
        ("uses the Billing service", True),
        ("uses Billing for fees", True),
        ("needs User roles", False),
        ("delegates to appropriate DataProvider", False),
    ],
)
def test_a_name_that_is_part_of_another_noun_may_be_none(text: str, is_direct: bool) -> None:
    ((use),) = uses_in(text)
    assert [each.is_direct for each in use.names] == [is_direct]
