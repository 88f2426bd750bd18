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
        ("fatal: write error: No space left on device", RepositoryUnavailableError),
        ("fatal: unable to write loose object file", RepositoryUnavailableError),
        ("fatal: unable to write file x.pack: Disk quota exceeded", RepositoryUnavailableError),
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
        "hint: try this\nremote: token-1 is refused\nremote: token-1 is refused\n"
        "fatal: unable to access 'https://ada:s3cret@host/x/'\n" + "x" * 1_000,
        "token-1",
    )
    assert words.startswith("*** is refused; unable to access 'https://***@host/x/'; xxx")
    assert len(words) == WORDS_LIMIT


def test_a_time_limit_may_pass() -> None:
    assert timed_out("fetch", 90).retryable


@pytest.mark.parametrize(
    ("stderr", "remedy"),
    [
        (
            "remote: error: object 1234abc: badDate: invalid author/committer line\n"
            "remote: fatal: fsck error in packed object\nerror: remote unpack failed: "
            "index-pack abnormal exit\n! [remote rejected] x -> x (unpacker error)",
            "fix what git names",
        ),
        (
            "error: object 1234abc: missingEmail: invalid author/committer line\n"
            "fatal: fsck error in packed object\nfatal: fetch-pack: invalid index-pack output",
            "fix what git names",
        ),
        (
            "remote: fatal: pack exceeds maximum allowed size (1 MiB)\n"
            "error: remote unpack failed: index-pack abnormal exit",
            "fix what git names",
        ),
        (
            "fatal: unable to access 'https://x/': SSL certificate problem: unable to get",
            "GIT_SSL_CAINFO",
        ),
        ("fatal: unable to access 'https://x/': Could not resolve proxy: y", "HTTPS_PROXY"),
        (
            "fatal: unable to access 'https://x/': Received HTTP code 407 from proxy after CONNECT",
            "HTTPS_PROXY",
        ),
    ],
)
def test_the_advice_follows_what_git_said(stderr: str, remedy: str) -> None:
    translated = translate("push", stderr)
    assert remedy in translated.remedy
    assert "network" not in translated.remedy
    assert "permission" not in translated.remedy


def test_a_short_secret_is_not_taken_out_of_words() -> None:
    assert words_of("fatal: it does not exist", "o", "exist") == "it does not exist"
    assert words_of("fatal: https://ann:o@x: no", "o") == "https://***@x: no"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://github.com/x/", "Couldn't connect (through ALL_PROXY (http://127.0.0.1:9))."),
        ("http://127.0.0.1/x/", "Couldn't connect."),
    ],
)
def test_a_proxy_on_the_way_is_named(environment: dict[str, str], url: str, said: str) -> None:
    environment["ALL_PROXY"] = "http://ann:hunter22@127.0.0.1:9"
    translated = translate("fetch", f"fatal: unable to access '{url}': Couldn't connect")
    assert translated.message.endswith(said)
