"""The error answers of the Messages API."""

from __future__ import annotations

from typing import Any

ERROR_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    408: "timeout_error",
    409: "conflict_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    503: "api_error",
    504: "timeout_error",
    529: "overloaded_error",
}


class ApiError(Exception):
    """An answer other than 200.

    Args:
        status: the HTTP status.
        message: what is wrong, in the words of the real API where they are known.
        headers: further response headers, ``retry-after`` for one.
        error_code: the stable code in ``error.details`` that some errors carry.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        headers: dict[str, str] | None = None,
        error_code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers or {}
        self.error_code = error_code

    def body(self, request_id: str) -> dict[str, Any]:
        """The JSON body that the SDK turns into one of its error classes."""
        error: dict[str, Any] = {
            "type": ERROR_TYPES.get(self.status, "api_error"),
            "message": self.message,
        }
        if self.error_code is not None:
            error["details"] = {"error_code": self.error_code}
        return {"type": "error", "error": error, "request_id": request_id}


def invalid_request(message: str) -> ApiError:
    """400, as the API answers a request that cannot be right."""
    return ApiError(400, message)
