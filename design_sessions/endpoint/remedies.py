"""What to do about a refusal: a cause is named only if the answer names it."""

from __future__ import annotations

import re

_FILTERED = re.compile(r"content[ _-]?(filter|policy|management)|usage polic|moderat|safety", re.I)
_OF_TOOLS = re.compile(r"\btools?(\.|\[|_choice)", re.I)
_OF_EFFORT = re.compile(r"\beffort|output_config", re.I)
_OF_MODEL = re.compile(r"\bmodel\b", re.I)


def remedy_of(status: int, words: str, address: str = "ANTHROPIC_BASE_URL") -> str:
    """What to do about a request that would be refused again.

    Model and effort are fixed when the session starts; the rest are settings of the worker.

    Args:
        status: of the refusal.
        words: what it said.
        address: the setting that says where the endpoint is.
    """
    if "max_tokens" in words:
        return "Lower the worker's DESIGN_MAX_OUTPUT_TOKENS, restart it, then retry."
    if status == 413 or "too long" in words:
        return "The conversation is too large; retry to start a new one with the last draft."
    if status == 403:
        return (
            "This is no error of the Messages API: something before the model refused the request, "
            "such as a firewall. Let it pass, or retry with guidance."
        )
    if _FILTERED.search(words):
        return (
            "A filter refused the text of this conversation: retry with guidance, or write the "
            "design by hand, then recheck."
        )
    if status in (400, 404, 422) and not _OF_TOOLS.search(words):
        if _OF_EFFORT.search(words):
            return (
                "For another effort, cancel, then start again: set it in [models] of "
                "context-design.toml, or without it in the worker's DESIGN_EFFORT (empty leaves "
                "it out). Finished designs are kept."
            )
        if _OF_MODEL.search(words):
            return (
                "For another model, cancel, then start again with --model; finished designs are "
                "kept."
            )
    if status == 404:
        return f"Fix the worker's {address}, restart it, then retry."
    return "Check the endpoint's answer, then retry."


def certificate_remedy(error: BaseException) -> str | None:
    """What to do about a connection that failed for the other side's certificate."""
    if "CERTIFICATE_VERIFY_FAILED" not in str(error):
        return None
    return (
        "Set SSL_CERT_FILE to a file with the certificates to trust, those of the company's own "
        "authority among them."
    )
