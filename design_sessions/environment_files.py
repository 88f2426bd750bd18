"""Settings from ``.env`` files: which files are read, and which names in them count.

A file in a directory that a repository controls could run programs through the variables of git and
choose where keys go. So the working directory is not looked at, and of a file only the settings
that the product documents are taken. The process's own environment stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values

from design_sessions.data_directory import default_data_directory
from design_sessions.errors import InputError
from design_sessions.settings import Settings

ENV_FILE_VARIABLE = "DESIGN_ENV_FILE"
"""Names a file like ``--env-file``."""
_PRODUCT = Path(__file__).resolve().parents[1]
_NAME = ".env"
_DATA_DIRECTORY = "DESIGN_DATA_DIR"
_TEMPORALS = frozenset(
    {
        *("TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE", "TEMPORAL_API_KEY", "TEMPORAL_TLS"),
        *("TEMPORAL_TLS_CLIENT_CERT_PATH", "TEMPORAL_TLS_CLIENT_CERT_DATA"),
        *("TEMPORAL_TLS_CLIENT_KEY_PATH", "TEMPORAL_TLS_CLIENT_KEY_DATA"),
        *("TEMPORAL_TLS_SERVER_CA_CERT_PATH", "TEMPORAL_TLS_SERVER_CA_CERT_DATA"),
        *("TEMPORAL_TLS_SERVER_NAME", "TEMPORAL_TLS_DISABLE_HOST_VERIFICATION"),
        *("TEMPORAL_CODEC_ENDPOINT", "TEMPORAL_CODEC_AUTH"),
        *("TEMPORAL_CONFIG_FILE", "TEMPORAL_PROFILE"),
    }
)
"""Of ``temporalio.envconfig``, besides its ``TEMPORAL_GRPC_META_*``."""


def with_environment_files(
    environment: Mapping[str, str],
    *,
    data_directory: Path | None = None,
    named: Path | None = None,
    only_named: bool = False,
) -> dict[str, str]:
    """``environment``, which wins, and what the files add.

    The files are the named one, or else ``.env`` of the data directory and then of the product's.

    Args:
        environment: of the process; ``DESIGN_ENV_FILE`` in it names a file too.
        data_directory: from the command line, if any.
        named: file from the command line, if any.
        only_named: read no file that is not named.

    Raises:
        InputError: a file cannot be read, or the data directory is in a repository.
    """
    if named is None and (name := environment.get(ENV_FILE_VARIABLE)):
        named = Path(name)
    if named is not None:
        return _settings_in(named.expanduser()) | dict(environment)
    if only_named:
        return dict(environment)
    # Installed, the product has no directory that is the user's.
    checkout = _PRODUCT if (_PRODUCT / "client.py").is_file() else None
    found = _default_file(checkout) | dict(environment)
    chosen = data_directory or Path(found.get(_DATA_DIRECTORY) or default_data_directory())
    of_data = _default_file(_outside_repositories(chosen.expanduser().absolute()))
    of_data.pop(_DATA_DIRECTORY, None)  # It is found by it.
    return found | of_data | dict(environment)


def _default_file(directory: Path | None) -> dict[str, str]:
    file = directory / _NAME if directory else None
    return _settings_in(file) if file and file.is_file() else {}


def _outside_repositories(directory: Path) -> Path | None:
    """The directory, None if it is the product's, whose file has been read."""
    if directory == _PRODUCT:
        return None
    file = directory / _NAME
    real = directory.resolve()
    above = (directory, *directory.parents, real, *real.parents)
    top = next((each for each in above if (each / ".git").exists()), None)
    if top is not None and top != _PRODUCT and file.is_file():
        raise InputError(
            f"{file} is in the repository {top}, which may not set where keys go.",
            "If you trust it, name it with --env-file; otherwise choose another --data-dir.",
        )
    return directory


def _settings_in(file: Path) -> dict[str, str]:
    try:
        with file.open(encoding="utf-8") as stream:
            values = dotenv_values(stream=stream)
    except OSError as error:
        raise InputError(
            f"The file of settings {file} cannot be read: {error.strerror}.",
            "Give another with --env-file.",
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"The file of settings {file} is not UTF-8.", "Save it as UTF-8."
        ) from error
    return {name: value for name, value in values.items() if value is not None and _counts(name)}


def _counts(name: str) -> bool:
    ours = {field.alias for field in Settings.model_fields.values()}
    return name in ours | _TEMPORALS or name.startswith("TEMPORAL_GRPC_META_")
