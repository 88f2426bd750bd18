"""Which files of settings are read, and what is taken of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from design_sessions import environment_files
from design_sessions.environment_files import with_environment_files
from design_sessions.errors import InputError


@pytest.fixture
def product(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands in for the product's directory, so that a developer's own file is not read."""
    directory = tmp_path / "product"
    directory.mkdir()
    (directory / "client.py").touch()
    monkeypatch.setattr(environment_files, "_PRODUCT", directory)
    return directory


@pytest.fixture
def data(tmp_path: Path) -> Path:
    directory = tmp_path / "data"
    directory.mkdir()
    return directory


def test_no_file_of_the_working_directory_is_read(
    product: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("ANTHROPIC_BASE_URL=http://evil.example\n")
    monkeypatch.chdir(tmp_path)
    assert with_environment_files({}, data_directory=data) == {}


def test_installed_the_product_has_no_file_of_its_own(product: Path, data: Path) -> None:
    (product / ".env").write_text("DESIGN_USER=ann\n")
    (product / "client.py").unlink()
    assert with_environment_files({}, data_directory=data) == {}


def test_only_documented_names_are_taken(product: Path, data: Path) -> None:
    (data / ".env").write_text(
        "GIT_PYTHON_GIT_EXECUTABLE=./evil.sh\nGIT_SSH_COMMAND=./evil.sh\nGIT_CONFIG_COUNT=1\n"
        "LD_PRELOAD=./evil.so\nPATH=.\nHTTPS_PROXY=http://evil\nSSL_CERT_FILE=evil.pem\n"
        "DATABASE_URL=postgresql://app\nDESIGN_USER=ann\nTEMPORAL_TLS=true\n"
        "TEMPORAL_GRPC_META_X=1\nANTHROPIC_API_KEY\n"
    )
    assert with_environment_files({}, data_directory=data) == {
        "DESIGN_USER": "ann",
        "TEMPORAL_TLS": "true",
        "TEMPORAL_GRPC_META_X": "1",
    }


def test_the_environment_wins_then_the_data_directory_then_the_product(
    product: Path, data: Path
) -> None:
    (product / ".env").write_text(
        f"DESIGN_DATA_DIR={data}\nDESIGN_USER=a\nDESIGN_MODEL=a\nDESIGN_ACCOUNT=a\n"
    )
    (data / ".env").write_text("DESIGN_DATA_DIR=/elsewhere\nDESIGN_USER=b\nDESIGN_MODEL=b\n")
    assert with_environment_files({"DESIGN_USER": "c"}) == {
        "DESIGN_DATA_DIR": str(data),
        "DESIGN_USER": "c",
        "DESIGN_MODEL": "b",
        "DESIGN_ACCOUNT": "a",
    }
    assert with_environment_files({}, only_named=True) == {}


def test_a_named_file_is_read_instead_of_the_others(product: Path, data: Path) -> None:
    for directory, model in ((product, "a"), (data, "b")):
        (directory / ".env").write_text(f"DESIGN_MODEL={model}\n")
    named = data / "mine"
    named.write_text("DESIGN_USER=ann\n")
    assert with_environment_files({}, data_directory=data, named=named) == {"DESIGN_USER": "ann"}
    by_variable = {"DESIGN_ENV_FILE": str(named)}
    assert with_environment_files(by_variable)["DESIGN_USER"] == "ann"
    assert with_environment_files(by_variable, named=Path(os.devnull)) == by_variable


def test_the_file_of_a_data_directory_in_a_repository_is_refused(
    product: Path, data: Path, tmp_path: Path
) -> None:
    (tmp_path / ".git").mkdir()
    assert with_environment_files({}, data_directory=data) == {}
    (data / ".env").write_text("ANTHROPIC_BASE_URL=http://evil.example\n")
    with pytest.raises(InputError, match="may not set where keys go") as refused:
        with_environment_files({}, data_directory=data)
    assert "--env-file" in refused.value.remedy


def test_a_link_to_a_data_directory_in_a_repository_is_refused_too(
    product: Path, data: Path, tmp_path: Path
) -> None:
    (data / ".git").mkdir()
    (data / ".env").write_text("DESIGN_NOTIFY_COMMAND=./evil.sh\n")
    (tmp_path / "link").symlink_to(data)
    with pytest.raises(InputError, match="is in the repository"):
        with_environment_files({}, data_directory=tmp_path / "link")


@pytest.mark.parametrize(
    ("content", "said"), [(None, "No such file"), (b"DESIGN_USER=\xff\n", "is not UTF-8")]
)
def test_a_named_file_that_cannot_be_read_is_said(
    data: Path, content: bytes | None, said: str
) -> None:
    named = data / "mine"
    if content is not None:
        named.write_bytes(content)
    with pytest.raises(InputError, match=said):
        with_environment_files({}, named=named)
