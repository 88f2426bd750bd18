from __future__ import annotations

from pathlib import Path

from design_sessions.secret_variables import SECRET_VARIABLES
from hosting import server_process


def test_temporal_s_server_inherits_no_secret(tmp_path: Path, environment: dict[str, str]) -> None:
    environment |= dict.fromkeys([*SECRET_VARIABLES, "AWS_SECRET_ACCESS_KEY"], "hush-hush")
    command = tmp_path / "temporal"
    command.write_text("#!/bin/sh\nenv\n")
    command.chmod(0o755)
    process = server_process.spawn_server(
        tmp_path, command=str(command), namespace="default", port=1, ui_port=2, dynamic_config=()
    )

    assert process.wait(10) == 0
    inherited = (tmp_path / server_process.SERVER_LOG).read_text()
    assert "PATH=" in inherited
    assert "hush-hush" not in inherited
