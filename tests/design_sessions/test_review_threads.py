from __future__ import annotations

from design_sessions.review_threads import (
    MOST_OF_SESSION,
    MOST_THREADS,
    ReviewThread,
    ThreadComment,
    answer_text,
    bounded,
    choose_threads,
)

POST, FEED = "docs/post.md", "docs/feed.md"
MODULES = {POST: "Blog.Post", FEED: "Blog.Feed"}
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def thread(
    id: str = "T1",
    path: str = POST,
    line: int | None = 5,
    *texts: str,
    start_line: int | None = None,
    resolved: bool = False,
    outdated: bool = False,
) -> ReviewThread:
    return ReviewThread(
        id=id,
        first_comment=1,
        path=path,
        line=line,
        start_line=start_line,
        resolved=resolved,
        outdated=outdated,
        lines="@@ the diff",
        comments=[ThreadComment(author="ann", text=text) for text in texts or ("Why?",)],
    )


def test_open_threads_on_designs_are_taken_and_the_others_left_with_a_reason() -> None:
    threads = [
        thread("open"),
        thread("done", resolved=True),
        thread("other", path="README.md"),
        thread("answered", POST, 5, "Why?", answer_text("Post", COMMIT)),
        thread("asked again", POST, 5, "Why?", answer_text("Post", COMMIT), "Still?"),
    ]

    choice = choose_threads(threads, MODULES)

    assert choice.ids == ["open", "asked again"]
    assert {each.thread.id: each.reason for each in choice.left} == {
        "done": "resolved",
        "other": "not on a design of this session",
        "answered": "answered by a session",
    }


def test_only_the_threads_of_chosen_components_are_taken() -> None:
    choice = choose_threads([thread("1"), thread("2", FEED)], MODULES, only={"Blog.Feed"})

    assert list(choice.taken) == ["Blog.Feed"]
    assert choice.left[0].reason == "of a component that was not chosen"


def test_one_agent_is_given_so_many_threads_and_no_more() -> None:
    threads = [thread(str(number)) for number in range(MOST_THREADS + 2)]

    choice = choose_threads([*threads, thread("feed", FEED)], MODULES)

    assert len(choice.taken["Blog.Post"]) == MOST_THREADS
    assert [each.thread.id for each in choice.left] == [str(MOST_THREADS), str(MOST_THREADS + 1)]
    assert choice.ids[-1] == "feed"


def test_a_session_takes_so_many_threads_and_no_more() -> None:
    paths = {f"docs/{number}.md": f"Blog.C{number}" for number in range(MOST_OF_SESSION + 1)}

    choice = choose_threads([thread(path, path) for path in paths], paths)

    assert len(choice.ids) == MOST_OF_SESSION
    assert choice.left[0].reason == f"beyond the {MOST_OF_SESSION} that one session takes"


def test_of_a_long_thread_the_first_and_the_last_comments_are_kept() -> None:
    comments = [ThreadComment(author="ann", text=f"{n}{'x' * 1_999}") for n in range(9)]

    assert [each.text[0] for each in bounded(comments)] == ["0", "6", "7", "8"]
    assert bounded(comments[:1]) == comments[:1]


def test_only_the_first_words_of_a_comment_make_it_an_answer() -> None:
    quoted = f"You said:\n{answer_text('Post', COMMIT)}"

    assert choose_threads([thread("1", POST, 5, "Why?", quoted)], MODULES).ids == ["1"]


def test_the_lines_are_those_of_the_design_unless_they_have_changed_since() -> None:
    design = "".join(f"line {number}\n" for number in range(1, 101))

    assert thread(line=5).with_lines_of(design).lines.splitlines() == [
        f"{number}: line {number}" for number in range(2, 9)
    ]
    whole = thread(line=90, start_line=2).with_lines_of(design).lines.splitlines()
    assert (whole[0], whole[-1]) == ("70: line 70", "93: line 93")
    assert thread(line=5, outdated=True).with_lines_of(design).lines == "@@ the diff"
    assert thread(line=500).with_lines_of(design).lines == ""


def test_a_place_names_its_lines() -> None:
    assert thread().place == "docs/post.md:5"
    assert thread(start_line=3).place == "docs/post.md:3-5"
    assert thread(line=None).place == "docs/post.md"
