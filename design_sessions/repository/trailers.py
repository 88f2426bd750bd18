"""The trailers of a session's commits, by which commits are found and told apart."""

from __future__ import annotations

from design_sessions.references import AttemptReference

SESSION_TRAILER = "Design-Session"
CONTEXT_TRAILER = "Design-Context"
ATTEMPT_TRAILER = "Design-Attempt"
MODEL_TRAILER = "Design-Model"
ACCEPTED_TRAILER = "Design-Accepted"


def session_trailers(
    attempt: AttemptReference,
    model: str,
    *,
    context: str,
    component: str | None = None,
    accepted_blob: str | None = None,
) -> dict[str, str]:
    """The trailers of a document that a model wrote.

    Args:
        attempt: in which it was written.
        model: who wrote it.
        context: the module of the session's context, which tells whose a branch is.
        component: the module that it is about; None for a review.
        accepted_blob: git's name of the document if a person accepted it although it is not valid.
    """
    trailers = {
        SESSION_TRAILER: str(attempt.session_id),
        ATTEMPT_TRAILER: str(attempt.attempt),
        **document_trailers(model, context=context, component=component),
    }
    if accepted_blob is not None:
        trailers[ACCEPTED_TRAILER] = acceptance_of(accepted_blob)
    return trailers


def acceptance_of(blob: str) -> str:
    """What :data:`ACCEPTED_TRAILER` says. It names the text, which people may change later."""
    return f"although not valid, blob {blob}"


def document_trailers(model: str, *, context: str, component: str | None = None) -> dict[str, str]:
    """What :func:`session_trailers` says of a document, without the attempt."""
    about = {} if component is None else {"Design-Component": component}
    return {
        CONTEXT_TRAILER: context,
        **about,
        MODEL_TRAILER: model,
        "Co-authored-by": f"{model} <noreply@anthropic.com>",
    }
