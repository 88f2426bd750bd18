"""A small server that speaks the part of GitHub's APIs that pull requests need.

It answers over real HTTP on loopback, keeps what it was asked, and fails on order:

    with running_github() as github:
        github.add_repository("acme/blog")
        github.fail("POST", "/pulls", Fault(status=500))
        ...
        assert github.pulls("acme/blog") == [...]
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.support.github_conversations import UnresolvableError
from tests.support.github_repositories import Fault, GitHubState, Repository, SeenRequest
from tests.support.graphql_selection import (
    QueryRefusedError,
    answered,
    connection,
    selection_of,
)

VALID_TOKEN = "a-valid-token"
READ_ONLY_TOKEN = "a-read-only-token"
LOGIN = "octo"
"""Whose the tokens are."""
_BODY_LIMIT = 65_536

__all__ = ["READ_ONLY_TOKEN", "VALID_TOKEN", "FakeGitHub", "Fault", "running_github"]


class FakeGitHub(GitHubState):
    """The server's state, and how it answers."""

    def application(self) -> Starlette:
        """The routes, by name and by number as after a renaming."""
        routes = [
            Route("/user", self._answer, methods=["GET"]),
            Route("/graphql", self._answer, methods=["POST"]),
        ]
        for prefix in ("/repos/{owner}/{name}", "/repositories/{number:int}"):
            routes += [
                Route(prefix, self._answer, methods=["GET"]),
                Route(f"{prefix}/pulls", self._answer, methods=["GET", "POST"]),
                Route(f"{prefix}/pulls/{{pull:int}}", self._answer, methods=["GET", "PATCH"]),
                Route(f"{prefix}/pulls/{{pull:int}}/files", self._answer, methods=["GET"]),
                Route(f"{prefix}/pulls/{{pull:int}}/comments", self._answer, methods=["GET"]),
                Route(f"{prefix}/pulls/comments/{{comment:int}}", self._answer, methods=["DELETE"]),
                Route(
                    f"{prefix}/pulls/{{pull:int}}/reviews", self._answer, methods=["GET", "POST"]
                ),
                Route(
                    f"{prefix}/pulls/{{pull:int}}/comments/{{comment:int}}/replies",
                    self._answer,
                    methods=["POST"],
                ),
            ]
        return Starlette(routes=routes)

    async def _answer(self, request: Request) -> Response:
        seen = SeenRequest(
            method=request.method,
            path=request.url.path,
            query=dict(request.query_params),
            token=request.headers.get("authorization", "").partition(" ")[2],
            body=await request.json() if request.method in ("POST", "PATCH") else {},
        )
        self.requests.append(seen)
        fault = self.take_fault(seen)
        if fault is None:
            return self._carry_out(request, seen)
        response = self._carry_out(request, seen) if fault.after_effect else None
        await asyncio.sleep(fault.delay)
        if fault.status is None:
            return response or self._carry_out(request, seen)
        if isinstance(fault.body, str):
            return Response(fault.body, fault.status, fault.headers, media_type="text/html")
        return JSONResponse(fault.body, fault.status, fault.headers)

    def _carry_out(self, request: Request, seen: SeenRequest) -> Response:
        if seen.token not in {VALID_TOKEN, READ_ONLY_TOKEN}:
            return _error(401, "Bad credentials")
        if seen.path == "/user":
            return self._json({"login": LOGIN, "id": 1})
        if seen.path == "/graphql":
            return self._graphql(seen)
        repository = self._asked_for(request)
        if isinstance(repository, Response):
            return repository
        if seen.method != "GET" and seen.token == READ_ONLY_TOKEN:
            return _error(403, "Resource not accessible by personal access token")
        if "pull" in request.path_params:
            return self._one(repository, request.path_params["pull"], seen)
        if "comment" in request.path_params:
            removed = repository.remove_comment(request.path_params["comment"])
            return Response(status_code=204) if removed else _error(404, "Not Found")
        if seen.path.endswith("/pulls"):
            return self._create(repository, seen) if seen.body else self._list(repository, seen)
        return self._json(repository.as_json(self.base_url, may_push=seen.token != READ_ONLY_TOKEN))

    def _asked_for(self, request: Request) -> Repository | Response:
        parameters = request.path_params
        if "number" in parameters:
            return self.repository_by_number(parameters["number"]) or _error(404, "Not Found")
        slug = f"{parameters['owner']}/{parameters['name']}"
        if (repository := self.repository(slug)) is not None:
            return repository
        if (repository := self.renamed(slug)) is None:
            return _error(404, "Not Found")
        rest = request.url.path.removeprefix(f"/repos/{slug}")
        location = f"{self.base_url}/repositories/{repository.number}{rest}"
        return JSONResponse({"message": "Moved Permanently"}, 301, {"Location": location})

    def _list(self, repository: Repository, seen: SeenRequest) -> Response:
        state = seen.query.get("state", "open")
        return self._json(repository.listed(state=state, head=seen.query.get("head")))

    def _create(self, repository: Repository, seen: SeenRequest) -> Response:
        if repository.open_between(seen.body["head"], seen.body["base"]):
            head = f"{repository.owner}:{seen.body['head']}"
            return _invalid(f"A pull request already exists for {head}.")
        if len(seen.body.get("body") or "") > _BODY_LIMIT:
            return _invalid(f"body is too long (maximum is {_BODY_LIMIT} characters)")
        return self._json(repository.add_pull(seen.body, self.base_url), 201)

    def _one(self, repository: Repository, number: int, seen: SeenRequest) -> Response:
        pull = next((pull for pull in repository.pulls if pull["number"] == number), None)
        if pull is None:
            return _error(404, "Not Found")
        conversation = repository.conversations[number]
        refs = {"base": pull["base"]["ref"], "head": pull["head"]["ref"]}
        match (seen.method, seen.path.split("/")[-1]):
            case "GET", "files":
                return self._page(conversation.files(**refs), seen)
            case "GET", "comments":
                url = f"{self.base_url}/repos/{repository.slug}/pulls/comments"
                newest_first = conversation.comments[::-1]
                return self._page([{**c, "url": f"{url}/{c['id']}"} for c in newest_first], seen)
            case "GET", "reviews":
                return self._page(conversation.reviews, seen)
            case "POST", "reviews":
                try:
                    return self._json(conversation.review(seen.body, author=LOGIN, **refs))
                except UnresolvableError as error:
                    return _unprocessable(str(error))
            case "POST", "replies":
                first = int(seen.path.split("/")[-2])
                said = conversation.reply(first, seen.body["body"], author=LOGIN)
                return self._json({"id": said, "in_reply_to_id": first}, 201)
        pull.update(seen.body)
        return self._json(pull)

    def _graphql(self, seen: SeenRequest) -> Response:
        """A query; what it must not ask for is answered with 200 too."""
        asked = selection_of(seen.body["query"], seen.body["variables"])
        try:
            return self._json({"data": answered(asked, {"repository": self._queried})})
        except QueryRefusedError as error:
            return self._json({"errors": [{"message": str(error)}]})

    def _queried(self, owner: str, name: str) -> dict[str, object] | None:
        repository = self.repository(f"{owner}/{name}")
        if repository is None:
            return None
        conversations = repository.conversations
        return {
            "pullRequest": lambda number: {
                "reviewThreads": connection(conversations[number].threads())
            }
        }

    def _page(self, items: list[dict[str, Any]], seen: SeenRequest) -> Response:
        size, page = int(seen.query.get("per_page", 30)), int(seen.query.get("page", 1))
        response = self._json(items[(page - 1) * size : page * size])
        if len(items) > page * size:
            following = f"{self.base_url}{seen.path}?per_page={size}&page={page + 1}"
            response.headers["Link"] = f'<{following}>; rel="next"'
        return response

    def _json(self, content: object, status: int = 200) -> Response:
        headers = {} if self.scopes is None else {"X-OAuth-Scopes": self.scopes}
        return JSONResponse(content, status, headers)


def _error(status: int, message: str) -> Response:
    return JSONResponse({"message": message}, status)


def _unprocessable(reason: str) -> Response:
    """How the creation of a review is refused."""
    return JSONResponse(
        {"message": "Unprocessable Entity", "errors": [reason], "status": "422"}, 422
    )


def _invalid(message: str) -> Response:
    detail = {"resource": "PullRequest", "code": "custom", "message": message}
    return JSONResponse({"message": "Validation Failed", "errors": [detail]}, 422)


@contextmanager
def running_github() -> Iterator[FakeGitHub]:
    """A server on a free port of loopback, stopped at the end."""
    github = FakeGitHub()
    config = uvicorn.Config(
        github.application(), host="127.0.0.1", port=0, log_level="error", lifespan="off", ws="none"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="fake-github", daemon=True)
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started:
        if time.monotonic() > deadline or not thread.is_alive():
            raise RuntimeError("The fake GitHub server did not start.")
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    github.base_url = f"http://127.0.0.1:{port}"
    try:
        yield github
    finally:
        server.should_exit = True
        server.force_exit = True
        thread.join(timeout=10)
