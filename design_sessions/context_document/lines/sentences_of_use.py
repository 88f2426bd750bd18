"""Sentences that say what uses what: ``It uses Post and Tag``, ``Post is used by the Feed``.

A sentence is a guess where a list is not. So only what stands directly behind a verb of use counts,
and what the subject is has to be clear from the words before the verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from design_sessions.components import is_known_type
from design_sessions.context_document.lines.doubtful_uses import doubtful_names
from design_sessions.context_document.lines.enumerated_names import (
    ONLY_NAMES,
    SEPARATOR,
    UsedName,
    is_noun,
    names_behind,
    without_parentheses,
)
from design_sessions.context_document.lines.names import LONGEST_HEAD, MODULE
from design_sessions.markdown import plain_text

_ADVERB = r"(?:(?:also|always|itself|just|only|[a-z]{2,12}ly) ){0,3}"
_SINGULAR = (
    rf"depends {_ADVERB}(?:up)?on|relies {_ADVERB}(?:up)?on|builds (?:up)?on|makes use of"
    r"|(?:is )?(?:built (?:up)?on|based (?:up)?on|backed by)(?: top of)?|(?:sits|runs) on top of"
    r"|delegates (?:[a-z]+ ){0,3}?to|(?:talks|subscribes|listens) to"
    r"|(?:reads|writes|publishes) (?:[a-z]+ ){0,2}?(?:from|to)"
    r"|calls into|uses|utili[sz]es|requires|needs(?: to (?:call|use))?|calls|invokes|consumes"
    r"|queries|using|wraps"
)
_PLURAL = (
    rf"depend {_ADVERB}(?:up)?on|rely {_ADVERB}(?:up)?on|build (?:up)?on|make use of"
    r"|(?:are|be) (?:built (?:up)?on|based (?:up)?on|backed by)(?: top of)?|(?:sit|run) on top of"
    r"|delegate (?:[a-z]+ ){0,3}?to|(?:talk|subscribe|listen) to"
    r"|(?:read|write|publish) (?:[a-z]+ ){0,2}?(?:from|to)"
    r"|call into|use|utili[sz]e|require|need|call|invoke|consume|query|wrap"
)
_PASSIVE = r"(?:(?:is|are) )?(?:used|called|required|needed|invoked|consumed|queried|wrapped) by"
_USE = re.compile(
    rf"(?<![\w./-])(?:(?P<passive>{_PASSIVE})|(?P<singular>{_SINGULAR})"
    rf"|(?:(?P<modal>will|must|should|shall|can|could|may|might) {_ADVERB})?(?P<plural>{_PLURAL}))"
    r"(?::?\s+)(?=\S)",
    re.IGNORECASE,
)
_DOUBTFUL_MODALS = frozenset({"can", "could", "may", "might"})

_NAMES_TO_THE_END = rf"`?{MODULE}`?(?:(?:\s*[,;&]\s*|\s+(?:/|and)\s+)`?{MODULE}`?)*\s*(?:\.|$)"
_SENTENCE = re.compile(rf"(?:(?<=[.!?])\s+|(?<=;)\s+(?!{_NAMES_TO_THE_END}))(?=[A-Z`*\[])")
_CLAUSE_END = re.compile(r"[.;:](?:\s|$)")
_LABEL = re.compile(rf"(?:(?:Its|The) )?[Dd]ependencies:\s+(?={MODULE})")
_LISTED = re.compile(r"\s*;\s*|\s+/\s+")
_ONLY_LISTED = re.compile(_NAMES_TO_THE_END)
_BOUNDARY = re.compile(
    r"(?P<strong>[,;:(\[\u2013\u2014\u2192]\s*|\s-+>?\s+)|\b(?P<weak>and|but|or|then)\s+"
)
_LEADING_WORDS = re.compile(
    rf"(?:(?:and|but|so|then|therefore|thus|here|internally)\s+)*(?P<lead>.*?)\s*{_ADVERB}$",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:aren|cannot|doesn|don|instead|isn|neither|never|no|nor|not|nothing|without)\b"
)
_RELATIVE = re.compile(r"\b(?:that|which|who|whose|where|when|while|if)\b", re.IGNORECASE)
_NOUN_AND_RELATIVE = re.compile(
    r"(?:an?\s|the\s)?(?!\w+s\s)(?:[\w-]+\s){1,3}?(?:that|which|who)", re.IGNORECASE
)
_LONGEST = 20_000
"""Characters of a text that are read."""
_WINDOW = 120
"""Characters before a verb in which its subject is looked for."""

_IT_IS = re.compile(r"(?<=[Ii]t)['\u2019]s ")
_ARROW = re.compile(r"\s*(?:[-=]+>|[\u2192\u21d2\u27f6])\s*")
_ALL = re.compile(
    r"(?:all|both|each|every|any)(?: (?:one )?of (?:them|these|the \w+)| (?:component|module)s?)?"
    r"|they(?: (?:all|both))?|these(?: \w+)?",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"(?:(?:after|at|before|during|each|every|in|on|once) (?:[a-z]+ ){1,3})?it"
    r"|this(?: \w+)?|the (?:component|module)|which",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"(?:(?:[Tt]he|[Aa]n?) )?(?!The\b)(?P<name>{MODULE})(?: (?P<noun>[a-z]+))?")
_OPENING = re.compile(rf"(?:The (?P<noun>[a-z]+)|(?:The )?(?P<name>{MODULE}))\b")


class Subject(Enum):
    """What the text is about, all or both components around it, or what only a reader can tell."""

    OWN = "own"
    ALL = "all"
    BOTH = "both"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Use:
    """What one verb says of its subjects: names as they are written, or a type such as ``task``."""

    subjects: Subject | tuple[str, ...]
    names: tuple[UsedName, ...]
    opening: str | None = None
    """The name with which the sentence begins, where the subject is left to the reader."""
    is_passive: bool = False
    """Whether the names are what uses the subjects."""
    is_dependency: bool = False
    """Whether the verb is ``depends on``, which nothing but a module can follow."""


def uses_in(text: str) -> Iterator[Use]:
    """What the sentences of a paragraph or item say about use, in their order."""
    for sentence in _SENTENCE.split(" ".join(text[:_LONGEST].split())):
        plain = _IT_IS.sub(" is ", plain_text(sentence).replace("`", ""))
        read = list(_uses_of(plain))
        yield from read
        taken = {each.name for use in read for each in use.names}
        for names in doubtful_names(plain, is_about_use=bool(read)):
            if taken.isdisjoint(each.name for each in names):
                yield Use(Subject.UNCLEAR, names)


def names_used(text: str) -> list[str]:
    """The names behind verbs of use, whoever the subject is, except behind a negation."""
    found: list[str] = []
    for sentence in _SENTENCE.split(" ".join(text[:_LONGEST].split())):
        plain = plain_text(sentence).replace("`", "")
        for verb in _USE.finditer(plain):
            before = plain[max(0, verb.start() - _WINDOW) : verb.start()]
            boundary = list(_BOUNDARY.finditer(before))
            lead = before[boundary[-1].end() :] if boundary else before
            if verb["passive"] is None and _NEGATED.search(lead) is None:
                rest = _CLAUSE_END.split(plain[verb.end() : verb.end() + LONGEST_HEAD], maxsplit=1)
                found += [each.name for each in names_behind(rest[0])[0]]
    return list(dict.fromkeys(found))


def is_about_use(text: str) -> bool:
    """Whether a text says with a verb what something uses."""
    return any(verb["passive"] is None for verb in _USE.finditer(text[:_LONGEST]))


def is_pointing(text: str) -> bool:
    """Whether a text is nothing but names with arrows between them: ``Feed -> Post``."""
    first, *pointed = _ARROW.split(plain_text(text))
    parts = [without_parentheses(first).strip(), *pointed]
    return bool(pointed) and all(map(ONLY_NAMES.fullmatch, parts))


def points_at_names(text: str) -> bool:
    """Whether a text is nothing but names behind an arrow, also without one in front of it."""
    if _ARROW.search(text) is None:
        return False
    return is_pointing(text) or is_pointing(f"It {text}")


def _uses_of(sentence: str) -> Iterator[Use]:
    yield from _pointed(sentence)
    if (label := _LABEL.match(sentence)) is not None:
        names, _ = names_behind(_LISTED.sub(", ", sentence[label.end() :]))
        yield Use(Subject.OWN, tuple(names), is_dependency=True)
    position = 0
    while (verb := _USE.search(sentence, position)) is not None:
        position = verb.end()
        rest = sentence[position : position + LONGEST_HEAD]
        if _ONLY_LISTED.fullmatch(rest):
            rest = _LISTED.sub(", ", rest)
        end = _CLAUSE_END.search(rest)
        names, length = names_behind(rest[: end.start()] if end else rest)
        position += length if names else 0
        subjects = _subjects_of(sentence, verb) if names else None
        if subjects is None:
            continue
        if verb["plural"] is not None and verb["modal"] is None and verb.start() == 0:
            # Steps such as "Use Repo.get/2", but also headings such as "Query Builders".
            names = [replace(each, is_direct=False) for each in names]
        opening = _OPENING.match(sentence) if verb.start() and subjects is Subject.OWN else None
        yield Use(
            subjects,
            tuple(names),
            opening=opening["name"] or opening["noun"].capitalize() if opening else None,
            is_passive=verb["passive"] is not None,
            is_dependency="depend" in verb.group().lower(),
        )


def _pointed(sentence: str) -> Iterator[Use]:
    """What arrows point to: ``Feed -> Post, Tag``, ``Feed -> Post -> Tag``, the end of a text."""
    first, *pointed = _ARROW.split(sentence)
    if not pointed or not all(map(ONLY_NAMES.fullmatch, pointed)):
        return
    named = _NAMED.fullmatch(without_parentheses(first).strip())
    subjects: Subject | tuple[str, ...] = Subject.OWN if not first.strip() else Subject.UNCLEAR
    if named is not None:
        subjects = (named["name"],)
    elif first.strip() and len(pointed) > 1:
        return
    for part in pointed:
        names, _ = names_behind(part.rstrip(" ."))
        yield Use(subjects, tuple(names), is_dependency=all("." in each.name for each in names))
        subjects = tuple(each.name for each in names)


def _subjects_of(sentence: str, verb: re.Match[str]) -> Subject | tuple[str, ...] | None:
    """What the words before a verb say it is about; None if that is nothing of ours."""
    start = verb.start()
    before = sentence[max(0, start - _WINDOW) : start]
    boundaries = list(_BOUNDARY.finditer(before))
    if not boundaries and start > _WINDOW:
        return None
    lead = _lead(before[boundaries[-1].end() :] if boundaries else before)
    if _NEGATED.search(lead) is not None:
        return None
    is_doubtful = (verb["modal"] or "").lower() in _DOUBTFUL_MODALS
    if _ALL.fullmatch(lead):
        subject = Subject.BOTH if lead.lower().startswith("both") else Subject.ALL
        return Subject.UNCLEAR if is_doubtful else subject
    if verb["plural"] is not None and verb["modal"] is None and start > 0:
        ends = [each.end() for each in boundaries if each.group()[0] in ";:(["]
        return _several(_lead(before[ends[-1] if ends else 0 :])) if start <= _WINDOW else None
    strong = [each for each in boundaries if each["strong"] is not None]
    clause = before[strong[-1].end() :] if strong else before
    if lead.lower().endswith(("that", "which", "who")) and (boundaries or " " in lead):
        is_own = _NOUN_AND_RELATIVE.fullmatch(before.strip()) is not None
        return Subject.OWN if is_own and not is_doubtful else Subject.UNCLEAR
    if not lead or _OWN.fullmatch(lead):
        is_after_relative = bool(boundaries) and _RELATIVE.search(clause) is not None
        return Subject.UNCLEAR if is_doubtful or is_after_relative else Subject.OWN
    named = _NAMED.fullmatch(lead)
    if is_doubtful or named is None:
        kind = lead.lower().removeprefix("the ")
        return (kind,) if not is_doubtful and lead != kind and is_known_type(kind) else None
    return (named["name"],) if is_noun(named["noun"]) else None


def _lead(words: str) -> str:
    found = _LEADING_WORDS.fullmatch(words.strip() + " ")
    return found["lead"].strip() if found else ""


def _several(words: str) -> tuple[str, ...] | None:
    """The names of ``Post, Tag and the Feed``; None for anything else."""
    listed = words.removesuffix(" both").removesuffix(" all")
    parts = [_NAMED.fullmatch(part) for part in SEPARATOR.split(listed) if part]
    if len(parts) < 2 or not all(part and is_noun(part["noun"]) for part in parts):
        return None
    return tuple(part["name"] for part in parts if part)
