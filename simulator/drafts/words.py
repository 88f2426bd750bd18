"""Words: from descriptions to the names of functions and fields."""

from __future__ import annotations

import re

_VERBS = {
    word: word[:-2] if word.endswith(("shes", "ches", "sses", "xes")) else word[:-1]
    for word in (
        "sends handles renders validates publishes schedules calculates computes imports exports "
        "parses delivers notifies tracks records loads stores lists finds searches creates "
        "updates deletes removes resolves registers maps checks converts normalizes encrypts "
        "refreshes expires charges refunds reserves releases assigns closes opens builds "
        "generates formats broadcasts dispatches collects aggregates syncs synchronizes fetches "
        "verifies issues revokes merges splits archives ranks scores suggests reminds approves "
        "rejects starts stops monitors limits counts groups filters sorts shows displays "
        "coordinates provides defines returns keeps writes reads marks escalates"
    ).split()
}
_SKIPPED = frozenset(
    "a an the its their all each every any one new due and or of to for with from by in on at "
    "when which that between into over incoming outgoing current".split()
)

_FIELD_WORDS = {
    "title": ("title", "string", "Shown title"),
    "name": ("name", "string", "Human-readable name"),
    "slug": ("slug", "string", "Unique in the address"),
    "body": ("body", "text", "Text as it was written"),
    "description": ("description", "text", "Free description"),
    "status": ("status", "enum", "Where the record is in its life"),
    "state": ("status", "enum", "Where the record is in its life"),
    "email": ("email", "string", "Address for messages"),
    "amount": ("amount", "decimal", "Amount in the account's currency"),
    "deposit": ("deposit", "decimal", "Deposit in the account's currency"),
    "fee": ("fee", "decimal", "Fee in the account's currency"),
    "quantity": ("quantity", "integer", "Never below zero"),
    "due": ("due_on", "date", "Day on which it is due"),
    "returned": ("returned_at", "utc_datetime", "When it came back, empty until then"),
    "expires": ("expires_at", "utc_datetime", "When it stops being valid"),
    "expiration": ("expires_at", "utc_datetime", "When it stops being valid"),
    "published": ("published_at", "utc_datetime", "When it became visible"),
    "starts": ("starts_on", "date", "First day"),
    "ends": ("ends_on", "date", "Last day"),
    "period": ("ends_on", "date", "Last day"),
    "position": ("position", "integer", "Order in the list"),
    "rating": ("rating", "integer", "From 1 to 5"),
    "token": ("token", "binary", "Encrypted at rest"),
    "tokens": ("token", "binary", "Encrypted at rest"),
    "metadata": ("metadata", "map", "Further values by name"),
    "condition": ("condition", "enum", "Condition as it was seen last"),
    "notes": ("notes", "text", "Remarks of people"),
    "user": ("user_id", "binary_id", "References users.id"),
    "member": ("member_id", "binary_id", "References members.id"),
    "borrower": ("borrower_id", "binary_id", "References members.id"),
    "account": ("account_id", "binary_id", "References accounts.id"),
    "provider": ("provider", "enum", "Which provider it belongs to"),
    "tool": ("tool_id", "binary_id", "References tools.id"),
    "author": ("author_id", "binary_id", "References users.id"),
}


def snake(name: str) -> str:
    """``LoanRepository`` gives ``loan_repository``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def plural(word: str) -> str:
    """A regular English plural."""
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


def actions_in(description: str, most: int = 3) -> list[str]:
    """Function names after the verbs of a description: "Sends reminders" gives ``send_reminders``."""
    words = re.findall(r"[A-Za-z]+|[.;,]", description)
    actions: list[str] = []
    for index, word in enumerate(words):
        verb = _VERBS.get(word.lower())
        if verb is None:
            continue
        objects = [snake(w) for w in words[index + 1 : index + 5] if w.lower() not in _SKIPPED]
        noun = objects[0] if objects and objects[0].isidentifier() else ""
        name = f"{verb}_{noun}" if noun and noun not in _VERBS else verb
        if name not in actions:
            actions.append(name)
    return actions[:most]


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
