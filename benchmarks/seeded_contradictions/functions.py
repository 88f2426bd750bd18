"""Seeds in functions: names, numbers of arguments and returns, on either side."""

from __future__ import annotations

import re
from collections.abc import Iterator

from benchmarks.seeded_contradictions.corpus import CallSite, Corpus
from benchmarks.seeded_contradictions.seeds import Seed

_DELEGATE = re.compile(
    r"^- (?P<name>[a-z_]\w*[?!]?)/(?P<arity>\d+): (?P<module>[A-Z][\w.]*)"
    r"\.(?P<other>[a-z_]\w*[?!]?)/(?P<others>\d+)",
    re.MULTILINE,
)
_PROSE_DELEGATE = re.compile(
    r"^### (?P<name>[a-z_]\w*[?!]?)/(?P<arity>\d+)\n(?:(?!^#).*\n)*?"
    r".*Delegate to (?P<module>[A-Z][\w.]*)\.(?P=name)/(?P=arity)",
    re.MULTILINE,
)
_CALLBACK = re.compile(r"@callback\s+(?P<name>[a-z_]\w*[?!]?)\(")
_RETURNS = (
    ("{:ok", [":ok", "boolean()", "[map()]"]),
    ("[", ["{:ok, [map()]} | {:error, term()}", ":ok"]),
    ("list(", ["{:ok, map()} | {:error, term()}"]),
    (":ok", ["{:ok, map()} | {:error, term()}", "[map()]"]),
    ("", ["{:ok, map()} | {:error, term()}", "[map()]"]),
)
"""By what a return begins with, what it becomes: each of another shape."""


def function_seeds(corpus: Corpus) -> Iterator[Seed]:
    """All of them, in the order of documents and places."""
    yield from _calls(corpus)
    yield from _definitions(corpus)
    yield from _delegates(corpus)
    yield from _callbacks(corpus)


def _calls(corpus: Corpus) -> Iterator[Seed]:
    for site in corpus.call_sites:
        both = frozenset({corpus.modules[site.caller], corpus.modules[site.target]})
        where = f"{site.caller}: {site.text}"
        renamed = site.text.replace(f".{site.function}/", f".{_renamed(site.function)}/")
        yield Seed(
            "a call of another name",
            where,
            frozenset({"unknown_function"}),
            both,
            _replaced(corpus, site, renamed),
        )
        for arity in (site.arity + 1, site.arity - 1):
            if arity >= 0 and not _has_arity(corpus.documents[site.target], site.function, arity):
                other = site.text.removesuffix(f"/{site.arity}") + f"/{arity}"
                yield Seed(
                    "a call with other arguments",
                    where,
                    frozenset({"arity"}),
                    both,
                    _replaced(corpus, site, other),
                )
        module = f"{corpus.context.module}.Phantom"
        yield Seed(
            "a call of no module",
            where,
            frozenset({"unknown_module"}),
            frozenset({corpus.modules[site.caller], module}),
            _replaced(corpus, site, f"{module}.{site.function}/{site.arity}"),
        )


def _definitions(corpus: Corpus) -> Iterator[Seed]:
    for path, name, arity in sorted({(s.target, s.function, s.arity) for s in corpus.call_sites}):
        sites = [s for s in corpus.call_sites if (s.target, s.function) == (path, name)]
        concerned = frozenset(corpus.modules[each] for s in sites for each in (path, s.caller))
        text = corpus.documents[path]
        renamed = _word(name).sub(_renamed(name), text)
        yield Seed(
            "a function of another name",
            f"{path}: {name}/{arity}",
            frozenset({"unknown_function"}),
            concerned,
            corpus.with_text(path, renamed),
        )
        changed = _with_argument(text, name, arity)
        if changed is not None:
            yield Seed(
                "a function with other arguments",
                f"{path}: {name}/{arity}",
                frozenset({"arity"}),
                concerned,
                corpus.with_text(path, changed),
            )


def _delegates(corpus: Corpus) -> Iterator[Seed]:
    for path, name, arity, target, other in _pairs(corpus):
        for side, changed in ((path, name), (target, other)):
            if _spec(corpus.documents[path], name, arity) is None:
                continue
            for text in _with_returns(corpus.documents[side], changed, arity):
                yield Seed(
                    "another return",
                    f"{side}: {changed}/{arity}",
                    frozenset({"return_shape"}),
                    frozenset({corpus.modules[path], corpus.modules[target]}),
                    corpus.with_text(side, text),
                )


def _pairs(corpus: Corpus) -> Iterator[tuple[str, str, int, str, str]]:
    """Delegating function and path, target's path and function."""
    sites = {(s.caller, s.text): s for s in corpus.call_sites}
    for path in sorted(corpus.modules):
        text = corpus.documents[path]
        for found in (*_DELEGATE.finditer(text), *_PROSE_DELEGATE.finditer(text)):
            other = found.groupdict().get("other") or found["name"]
            arity = int(found.groupdict().get("others") or found["arity"])
            site = sites.get((path, f"{found['module']}.{other}/{arity}"))
            if site is not None:
                yield path, found["name"], int(found["arity"]), site.target, other


def _callbacks(corpus: Corpus) -> Iterator[Seed]:
    for behaviour, module in sorted(corpus.modules.items()):
        text = corpus.documents[behaviour]
        for name in dict.fromkeys(found["name"] for found in _CALLBACK.finditer(text)):
            arity = _callback_arity(text, name)
            for path in _implementers(corpus, module, name):
                both = frozenset({module, corpus.modules[path]})
                for side, words in ((behaviour, text), (path, corpus.documents[path])):
                    yield Seed(
                        "a callback of another name",
                        f"{side}: {name}/{arity}",
                        frozenset({"unknown_function"}),
                        both,
                        corpus.with_text(side, _word(name).sub(_renamed(name), words)),
                    )
                    changed = _with_argument(words, name, arity)
                    if changed is not None:
                        yield Seed(
                            "a callback with other arguments",
                            f"{side}: {name}/{arity}",
                            frozenset({"arity"}),
                            both,
                            corpus.with_text(side, changed),
                        )
                    for other in _with_returns(words, name, arity):
                        yield Seed(
                            "another return",
                            f"{side}: {name}/{arity}",
                            frozenset({"return_shape"}),
                            both,
                            corpus.with_text(side, other),
                        )


def _implementers(corpus: Corpus, behaviour: str, name: str) -> Iterator[str]:
    """Documents that say so of themselves, and have the callback."""
    short = ".".join(behaviour.split(".")[-2:])
    claim = re.compile(rf"(?:@behaviour\s+|Implements (?:the )?`?)\S*{re.escape(short)}\b")
    for path, module in sorted(corpus.modules.items()):
        text = corpus.documents[path]
        specified = re.search(rf"@spec\s+{re.escape(name)}\(", text)
        if module != behaviour and specified and claim.search(text):
            yield path


def _renamed(name: str) -> str:
    mark = name[-1] if name[-1] in "?!" else ""
    return f"{name.removesuffix(mark) if mark else name}_afresh{mark}"


def _word(name: str) -> re.Pattern[str]:
    """A function where its own document names it: not behind a module, an atom or a path."""
    return re.compile(rf"(?<![\w.:/@]){re.escape(name)}(?=[/(])")


def _replaced(corpus: Corpus, site: CallSite, text: str) -> Corpus:
    whole = corpus.documents[site.caller]
    end = site.start + len(site.text)
    return corpus.with_text(site.caller, whole[: site.start] + text + whole[end:])


def _has_arity(text: str, name: str, arity: int) -> bool:
    return re.search(rf"(?<![\w.]){re.escape(name)}/{arity}\b", text) is not None


def _with_argument(text: str, name: str, arity: int) -> str | None:
    """One argument more, in headings, specs and mentions; None where that would be no change."""
    if _has_arity(text, name, arity + 1) or _spec(text, name, arity) is None:
        return None
    word = re.escape(name)
    text = re.sub(rf"(?<![\w.]){word}/{arity}\b", f"{name}/{arity + 1}", text)
    first = "term(), " if arity else "term()"
    return re.sub(rf"(@(?:spec|callback)\s+{word}\()", rf"\g<1>{first}", text)


def _spec(text: str, name: str, arity: int) -> re.Match[str] | None:
    """The only spec of a function, with its return."""
    pattern = re.compile(
        rf"@(?:spec|callback)\s+{re.escape(name)}\((?P<arguments>[^@]*?)\)\s*::\s*"
        r"(?P<returns>[^@]+?)(?=\n```|\n\n|\n@|\n#|\ndef)"
    )
    found = list(pattern.finditer(text))
    return found[0] if len(found) == 1 else None


def _with_returns(text: str, name: str, arity: int) -> Iterator[str]:
    spec = _spec(text, name, arity)
    if spec is None:
        return
    others = next(new for begin, new in _RETURNS if spec["returns"].startswith(begin))
    for other in others:
        yield text[: spec.start("returns")] + other + text[spec.end("returns") :]


def _callback_arity(text: str, name: str) -> int:
    spec = _spec(text, name, 0)
    inside = spec["arguments"] if spec is not None else ""
    flat = re.sub(r"\([^()]*\)|\{[^{}]*\}|\[[^\[\]]*\]", "", inside).strip()
    return len([part for part in flat.split(",") if part.strip()])
