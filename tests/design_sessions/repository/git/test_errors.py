import pytest

from design_sessions.errors import (
    CredentialsError,
    DesignSessionError,
    RepositoryError,
    RepositoryUnavailableError,
)
from design_sessions.repository.git.errors import WORDS_LIMIT, timed_out, translate, words_of


@pytest.mark.parametrize(
    ("stderr", "error"),
    [
        (
            "fatal: could not read Username for 'https://github.com': terminal prompts disabled",
            CredentialsError,
        ),
        ("remote: Invalid username or password.\nfatal: Authentication failed", CredentialsError),
        (
            "remote: Permission to ada/my_app.git denied to bob.\nfatal: unable to access "
            "'https://github.com/ada/my_app/': The requested URL returned error: 403",
            CredentialsError,
        ),
        (
            "git@github.com: Permission denied (publickey).\nfatal: Could not read from remote "
            "repository.",
            CredentialsError,
        ),
        ("Host key verification failed.\nfatal: Could not read from remote", CredentialsError),
        ("remote: Repository not found.\nfatal: repository 'x' not found", RepositoryError),
        ("fatal: '/x' does not appear to be a git repository", RepositoryError),
        ("fatal: detected dubious ownership in repository at '/x'", RepositoryError),
        ("fatal: write error: No space left on device", RepositoryError),
        ("error: insufficient permission for adding an object", RepositoryError),
        ("! [remote rejected] x -> x (protected branch hook declined)", RepositoryError),
        ("something never seen before", RepositoryError),
        ("", RepositoryError),
        (
            "fatal: unable to access 'https://x/': Could not resolve host: x",
            RepositoryUnavailableError,
        ),
        (
            "fatal: unable to access 'https://x/': The requested URL returned error: 502",
            RepositoryUnavailableError,
        ),
        ("ssh: connect to host x port 22: Connection timed out", RepositoryUnavailableError),
        ("fatal: the remote end hung up unexpectedly", RepositoryUnavailableError),
        ("error: cannot lock ref 'refs/remotes/origin/x'", RepositoryUnavailableError),
    ],
)
def test_gits_words_become_an_error_with_a_remedy(
    stderr: str, error: type[DesignSessionError]
) -> None:
    translated = translate("fetch", stderr)
    assert type(translated) is error
    assert translated.message.startswith("Cannot fetch: ")
    assert translated.remedy
    assert "\n" not in str(translated)
    # The same error ends a command, which does not.
    assert "tried again" not in str(translated)


def test_words_are_short_and_without_noise_and_secrets() -> None:
    words = words_of(
        "hint: try this\nremote: tok-1 is refused\nremote: tok-1 is refused\n"
        "fatal: unable to access 'https://ada:s3cret@host/x/'\n" + "x" * 1_000,
        "tok-1",
    )
    assert words.startswith("*** is refused; unable to access 'https://***@host/x/'; xxx")
    assert len(words) == WORDS_LIMIT


def test_a_time_limit_may_pass() -> None:
    assert timed_out("fetch", 90).retryable
