from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from design_sessions.file_modes import make_private_directory


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize("there", [False, True])
def test_a_new_or_empty_directory_is_for_its_user_alone(tmp_path: Path, there: bool) -> None:
    directory = tmp_path / "data"
    if there:
        directory.mkdir(mode=0o755)
    make_private_directory(directory)
    assert mode(directory) == 0o700


def test_a_directory_with_files_and_one_for_everybody_stay(tmp_path: Path) -> None:
    for name, bits in (("mine", 0o755), ("everybody", 0o1777)):
        (tmp_path / name).mkdir()
        (tmp_path / name).chmod(bits)
    (tmp_path / "mine" / "file").touch()
    for name, bits in (("mine", 0o755), ("everybody", 0o777)):
        make_private_directory(tmp_path / name)
        assert mode(tmp_path / name) == bits


def test_a_process_writes_for_its_user_alone_but_lets_programs_write_as_the_user_does(
    tmp_path: Path,
) -> None:
    program = (
        "import os, pathlib, subprocess\n"
        "from design_sessions.file_modes import users_umask, write_privately\n"
        "os.umask(0o022)\n"
        "write_privately()\n"
        "pathlib.Path('ours').touch()\n"
        "subprocess.run(['touch', 'inherited'])\n"
        "subprocess.run(['touch', 'theirs'], umask=users_umask())\n"
    )
    root = Path(__file__).resolve().parents[2]
    subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env={"PYTHONPATH": str(root)}, check=True
    )
    found = {path.name: mode(path) for path in tmp_path.iterdir()}
    assert found == {"ours": 0o600, "inherited": 0o600, "theirs": 0o644}
