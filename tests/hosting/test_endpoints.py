from __future__ import annotations

from pathlib import Path

from hosting.endpoints import (
    Endpoints,
    living_endpoints,
    read_endpoints,
    remove_endpoints,
    without_password,
    workflow_page,
    write_endpoints,
)

ENDPOINTS = Endpoints(
    pid=4711,
    address="127.0.0.1:7233",
    ui="http://127.0.0.1:8233",
    database="sqlite:///sessions.sqlite3",
)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    write_endpoints(tmp_path, ENDPOINTS)

    assert read_endpoints(tmp_path) == ENDPOINTS
    assert (ENDPOINTS.port, ENDPOINTS.ui_port) == (7233, 8233)
    assert [path.name for path in tmp_path.iterdir()] == ["endpoints.json"]


def test_a_file_without_a_living_server_is_not_used(tmp_path: Path) -> None:
    write_endpoints(tmp_path, ENDPOINTS)

    assert living_endpoints(tmp_path) is None


def test_a_missing_or_broken_file_says_nothing(tmp_path: Path) -> None:
    assert read_endpoints(tmp_path) is None
    (tmp_path / "endpoints.json").write_text('{"pid": ')
    assert read_endpoints(tmp_path) is None
    remove_endpoints(tmp_path)
    remove_endpoints(tmp_path)


def test_passwords_are_not_written_down() -> None:
    assert without_password("postgresql://ann:s3cret@db/x") == "postgresql://ann@db/x"
    assert without_password("postgresql://db/x?password=s3cret") == "postgresql://db/x"
    assert without_password("sqlite:////data/x.sqlite3") == "sqlite:////data/x.sqlite3"
    assert without_password("no url") == ""


def test_a_workflow_id_with_slashes_is_one_segment_of_its_page() -> None:
    page = "http://127.0.0.1:8233/namespaces/default/workflows/context-design%2Fa%2Fp%2FMy.Blog"
    newest = workflow_page("http://127.0.0.1:8233/", "default", "context-design/a/p/My.Blog", None)
    assert newest == page
    of_run = workflow_page("http://127.0.0.1:8233", "default", "context-design/a/p/My.Blog", "01a")
    assert of_run == f"{page}/01a/user-metadata"
