"""Files are read by one git process, which nobody has to look after."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from design_sessions.context_document.model import LARGEST_FILE
from design_sessions.errors import RepositoryError, RepositoryUnavailableError
from design_sessions.repository.git import stream
from design_sessions.repository.reading import blobs as blobs_module
from design_sessions.repository.reading.blobs import BlobReader
from tests.design_sessions.repository.conftest import Person


@pytest.fixture
def reader(person: Person) -> BlobReader:
    return BlobReader(person.checkout / ".git")


def store(person: Person, content: bytes) -> str:
    path = person.checkout / "file"
    path.write_bytes(content)
    return person.git("hash-object", "-w", "--no-filters", str(path))


def test_content_comes_back_byte_for_byte(reader: BlobReader, person: Person) -> None:
    contents = [b"", b"\n", b"no end", b"\x00\xff\n\n", b"x" * 3_000_000]
    hashes = [store(person, content) for content in contents]
    assert reader.read(hashes) == dict(zip(hashes, contents, strict=True))


def test_many_threads_read_at_once(reader: BlobReader, person: Person) -> None:
    hashes = {store(person, f"file {n}".encode()): f"file {n}".encode() for n in range(20)}
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(lambda blob: reader.read([blob])[blob], list(hashes) * 5))
    assert read == list(hashes.values()) * 5


def test_an_object_that_comes_later_is_found(reader: BlobReader, person: Person) -> None:
    reader.read([store(person, b"first")])
    later = store(person, b"later")
    assert reader.read([later]) == {later: b"later"}


def test_a_process_that_dies_is_replaced(reader: BlobReader, person: Person) -> None:
    first, second = store(person, b"first"), store(person, b"second")
    reader.read([first])
    assert reader._dialogue is not None
    reader._dialogue._process.kill()
    reader._dialogue._process.wait()
    assert reader.read([second]) == {second: b"second"}


def test_a_configuration_that_is_its_own_input_is_said_and_not_waited_for_again(
    reader: BlobReader, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    blob = store(person, b"first")
    person.git("config", "include.path", "/dev/stdin")
    monkeypatch.setattr(stream, "ANSWER_LIMIT", 0.1)
    with pytest.raises(RepositoryUnavailableError, match="no answer within") as said:
        reader.read([blob])
    assert ".git/config" in said.value.remedy
    assert reader._dialogue is None


def test_a_missing_object_is_said(reader: BlobReader) -> None:
    with pytest.raises(RepositoryError, match="is missing in"):
        reader.read(["0" * 39 + "1"])


def test_what_is_kept_is_read_from_memory_and_bounded(
    reader: BlobReader, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blobs_module, "MOST_BYTES", 10)
    first, second = store(person, b"12345678"), store(person, b"abcdefgh")
    reader.read([first, second])
    reader.close()
    assert list(reader._kept) == [second]
    for path in Path(person.checkout / ".git" / "objects").glob("??/*"):
        path.unlink()
    assert reader.read([second]) == {second: b"abcdefgh"}


def test_of_a_file_of_any_size_only_the_first_part_is_read(
    reader: BlobReader, person: Person
) -> None:
    large = store(person, b"line\n" * 4_000_000)
    small = store(person, b"small")
    assert reader.read([large, small]) == {
        large: (b"line\n" * 1_000_000)[:LARGEST_FILE],
        small: b"small",
    }
