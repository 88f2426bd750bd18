"""What people and programs say on the pull requests of the small GitHub server.

Shapes: "REST API endpoints for pull request reviews" and "... review comments", and the object
``PullRequestReviewThread`` of the GraphQL API.
"""

from __future__ import annotations

import itertools
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.graphql_selection import connection

_IDS = itertools.count(2_200_000_001)
"""Above what 32 bits hold, as today's are."""
_HUNK = re.compile(r"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)


class UnresolvableError(Exception):
    """A comment is on what is not part of the diff."""


@dataclass
class Conversation:
    """The reviews and review comments of one pull request, oldest first."""

    git_directory: Path | None = None
    """The remote, if the diff comes from git."""
    patches: dict[str, str] = field(default_factory=dict)
    """By path, if it does not."""
    comments: list[dict[str, Any]] = field(default_factory=list)
    reviews: list[dict[str, Any]] = field(default_factory=list)
    resolved: set[int] = field(default_factory=set)
    """Ids of the first comments of threads."""
    outdated: set[int] = field(default_factory=set)

    def files(self, base: str, head: str) -> list[dict[str, Any]]:
        """The changed files as GitHub lists them."""
        patches = self.patches
        if self.git_directory is not None:
            names = self._git("diff", "--name-only", f"{base}...{head}").splitlines()
            patches = {name: self._patch(base, head, name) for name in names}
        return [
            {"filename": path, "status": "added", "patch": patch} for path, patch in patches.items()
        ]

    def say(
        self,
        path: str,
        line: int | None,
        text: str,
        *,
        author: str = "ann",
        start_line: int | None = None,
        review: int | None = None,
        state: str = "SUBMITTED",
    ) -> int:
        """Begin a thread; returns the id of its first comment."""
        comment = {
            "path": path,
            "line": line,
            "original_line": line,
            "start_line": start_line,
            "original_start_line": start_line,
            "side": "RIGHT",
            "subject_type": "file" if line is None else "line",
            "diff_hunk": "@@ -0,0 +1,9 @@\n+# Title",
            "in_reply_to_id": None,
        }
        return self._add(comment, text, author, review, state)

    def reply(self, to: int, text: str, *, author: str = "ann") -> int:
        """Reply to the first comment of a thread, as GitHub asks for."""
        first = next(c for c in self.comments if c["id"] == to and c["in_reply_to_id"] is None)
        return self._add({**first, "in_reply_to_id": to}, text, author, None, "SUBMITTED")

    def review(self, asked: dict[str, Any], *, author: str, base: str, head: str) -> dict[str, Any]:
        """Submit a review with its comments, all or none.

        Raises:
            UnresolvableError: a comment is on what is not part of the diff.
        """
        patches = {file["filename"]: file["patch"] for file in self.files(base, head)}
        for comment in asked.get("comments") or []:
            if comment["path"] not in patches:
                raise UnresolvableError("Path could not be resolved")
            if not _shows(patches[comment["path"]], comment["line"]):
                raise UnresolvableError("Line could not be resolved")
        review = {
            "id": next(_IDS),
            "user": {"login": author},
            "body": asked.get("body", ""),
            "state": {"COMMENT": "COMMENTED", None: "PENDING"}[asked.get("event")],
        }
        self.reviews.append(review)
        for comment in asked.get("comments") or []:
            self.say(
                comment["path"],
                comment["line"],
                comment["body"],
                author=author,
                review=review["id"],
            )
        return review

    def said(self, first: int) -> list[str]:
        """The texts of a thread."""
        return [c["body"] for c in self.comments if first in (c["id"], c["in_reply_to_id"])]

    def threads(self) -> list[dict[str, Any]]:
        """The threads as the GraphQL API has them."""
        return [self._thread(each) for each in self.comments if each["in_reply_to_id"] is None]

    def _thread(self, first: dict[str, Any]) -> dict[str, Any]:
        outdated = first["id"] in self.outdated
        comments = [c for c in self.comments if first["id"] in (c["id"], c["in_reply_to_id"])]
        return {
            "id": f"PRRT_{first['id']}",
            "isResolved": first["id"] in self.resolved,
            "isOutdated": outdated,
            "path": first["path"],
            "diffSide": first["side"],
            "subjectType": first["subject_type"].upper(),
            "line": None if outdated else first["line"],
            "startLine": None if outdated else first["start_line"],
            "originalLine": first["original_line"],
            "originalStartLine": first["original_start_line"],
            "comments": connection([_node(each) for each in comments]),
        }

    def _add(
        self, comment: dict[str, Any], text: str, author: str, review: int | None, state: str
    ) -> int:
        number = next(_IDS)
        self.comments.append(
            comment
            | {
                "id": number,
                "node_id": f"PRRC_{number}",
                "pull_request_review_id": review,
                "user": {"login": author},
                "body": text,
                "_state": state,
            }
        )
        return number

    def _patch(self, base: str, head: str, path: str) -> str:
        shown = self._git("diff", f"{base}...{head}", "--", path)
        return shown[shown.find("@@") :] if "@@" in shown else ""

    def _git(self, *arguments: str) -> str:
        return subprocess.run(
            ["git", "-C", str(self.git_directory), *arguments],
            check=True,
            capture_output=True,
            text=True,
            timeout=30,
        ).stdout


def _shows(patch: str, line: int) -> bool:
    hunks = ((int(first), int(count or 1)) for first, count in _HUNK.findall(patch))
    return any(first <= line < first + count for first, count in hunks)


def _node(comment: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": comment["node_id"],
        "fullDatabaseId": str(comment["id"]),
        "body": comment["body"],
        "state": comment["_state"],
        "diffHunk": comment["diff_hunk"],
        "author": comment["user"] and {"login": comment["user"]["login"]},
    }
