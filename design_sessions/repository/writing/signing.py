"""Signing commits as ``git commit`` would with this configuration (OpenPGP, SSH or X.509)."""

from __future__ import annotations

from design_sessions.repository.git.command import GitCommand


def signs_commits(git: GitCommand) -> bool:
    """Whether ``commit.gpgsign`` is set where ``git`` runs."""
    found = git.run(
        "config",
        "--type=bool",
        "--get",
        "commit.gpgsign",
        action="read the configuration",
        accept=(0, 1),
    )
    return found.text == "true"


def signed_chain(git: GitCommand, commits: list[str], parent: str) -> list[str]:
    """The same commits, each on the one before, with signatures.

    Args:
        git: runs in the repository that has them.
        commits: a chain, oldest first.
        parent: what the first one is on.

    Raises:
        RepositoryError: the program that signs refuses, or is not there.
    """
    signed: list[str] = []
    for commit in commits:
        fields = (
            git.run(
                "log",
                "--max-count=1",
                "--no-show-signature",
                "--no-decorate",
                "--no-notes",
                "--date=raw",
                "--format=%T%x00%an%x00%ae%x00%ad%x00%cn%x00%ce%x00%cd%x00%B",
                commit,
                "--",
                action=f"read the commit {commit[:12]}",
            )
            .stdout.decode("utf-8", "replace")
            .split("\0", 7)
        )
        tree, *identity, message = fields
        names = [
            f"GIT_{role}_{part}"
            for role in ("AUTHOR", "COMMITTER")
            for part in ("NAME", "EMAIL", "DATE")
        ]
        parent = git.run(
            "commit-tree",
            "-S",
            "-p",
            parent,
            tree,
            stdin=(message.rstrip("\n") + "\n").encode(),
            environment=dict(zip(names, identity, strict=True)),
            action="sign a commit",
        ).text
        signed.append(parent)
    return signed
