"""Words: from descriptions to the names of functions and fields."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

_VOCABULARY = tomllib.loads(
    resources.files("simulator.drafts").joinpath("vocabulary.toml").read_text(encoding="utf-8")
)
_VERBS: dict[str, str] = {
    word: word[:-2] if word.endswith(("shes", "ches", "sses", "xes")) else word[:-1]
    for word in _VOCABULARY["verbs"]
}
_SKIPPED = frozenset(_VOCABULARY["skipped"])
_ENDING = frozenset(_VOCABULARY["ending"])
_MOST_OBJECT_WORDS = 2
_CLAUSE_END = re.compile(rf"[.;:,](?:\s+and)?\s+|\s+and\s+(?=(?:{'|'.join(_VERBS)})\b)")
_FIELD_WORDS: dict[str, tuple[str, str, str]] = {
    word: (name, kind, meaning) for word, (name, kind, meaning) in _VOCABULARY["fields"].items()
}


def snake(name: str) -> str:
    """``LoanRepository`` gives ``loan_repository``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def plural(word: str) -> str:
    """A regular English plural."""
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


def actions_in(description: str, most: int = 3) -> list[tuple[str, str]]:
    """Function names after the verbs in it, each with its clause.

    "Sends reminders to members" gives ``send_reminders`` and that clause.
    """
    actions: dict[str, str] = {}
    for clause in _CLAUSE_END.split(f"{description} "):
        words = re.findall(r"[A-Za-z]+", clause)
        verb = _VERBS.get(words[0].lower()) if words else None
        if verb is not None:
            name = "_".join([verb, *_object_of(words[1:])])
            actions.setdefault(name, clause.strip().rstrip("."))
    return list(actions.items())[:most]


def _object_of(words: list[str]) -> list[str]:
    found: list[str] = []
    for word in words:
        if word.lower() in _ENDING or len(found) == _MOST_OBJECT_WORDS:
            break
        if word.lower() not in _SKIPPED:
            found.append(snake(word))
    return found


def fields_in(description: str) -> list[tuple[str, str, str]]:
    """Name, Ecto type and meaning of the fields that a description suggests, each once."""
    found: dict[str, tuple[str, str, str]] = {}
    for word in re.findall(r"[a-z_]+", description.lower()):
        known = _FIELD_WORDS.get(word)
        if known:
            found.setdefault(known[0], known)
    return list(found.values())


def first_sentence(text: str) -> str:
    """The first sentence, with its full stop."""
    sentence = re.split(r"(?<=[.!?])\s", text.strip(), maxsplit=1)[0].strip()
    return sentence if sentence.endswith((".", "!", "?")) or not sentence else f"{sentence}."
