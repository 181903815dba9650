"""Finds time expressions: compiles the patterns of rules.tsv and runs them over the classes of a text's tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile

from pipeline.times import tables
from pipeline.times.lexicon import OTHER, Lexicon, Token, Value

_PIECE = re.compile(r"\{(?P<cls>\w+)(?::(?P<name>\w+))?\}|(?P<mark>[()|?])|(?P<word>[^\s(){}|?]+)")
_MACRO = re.compile(r"@\w+")
_NONE = "-"
_LEAD = 5
"""Most tokens of prepositions, articles and adverbs shown with an expression."""
REMEMBERED = 256
"""Sentences whose expressions are kept: more than most articles have."""
_CONTEXT = 12
"""Tokens on either side of an expression that may tell the tense of its clause."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of rules.tsv, compiled."""

    id: str
    pattern: re.Pattern[str]
    names: dict[str, str]
    resolver: str
    needs: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A place where a rule fits: tokens `start` to `end` (exclusive), `lead` where its preposition begins."""

    rule: Rule
    lead: int
    start: int
    end: int
    values: dict[str, Value]
    lead_words: tuple[Token, ...]
    tense: bool | None
    told: bool = False
    """Whether a verb in the past, or one of reporting, stands right beside it ('kondigde maandag aan', 'zegt dinsdag')."""

    def number(self, name: str) -> float | None:
        """The value of a class as a number, None where the pattern did not use it."""
        value = self.values.get(name)
        return float(value) if isinstance(value, (int, float)) else None

    def integer(self, name: str) -> int | None:
        """The value of a class as a whole number, None where the pattern did not use it."""
        value = self.values.get(name)
        return int(value) if isinstance(value, (int, float)) else None

    def word(self, name: str) -> str | None:
        """The value of a class as a string, None where the pattern did not use it."""
        value = self.values.get(name)
        return value if isinstance(value, str) else None

    def hint(self) -> str | None:
        """What the preposition says of the tense: 'past' ('sinds'), 'future' ('vanaf'), None."""
        hints = [t.values["prep"] for t in self.lead_words if t.values.get("prep", _NONE) != _NONE]
        return str(hints[-1]) if hints else None

    def has_article(self) -> bool:
        """Whether an article stands in front ('de afgelopen week')."""
        return bool(self.lead_words) and "det" in self.lead_words[-1].values


class Grammar:
    """The lexicon and the compiled rules; `by_symbol` names the rules that a token may start."""

    def __init__(self) -> None:
        rows = tables.rows("rules")
        macros = {row["id"]: row["pattern"] for row in rows if row["id"].startswith("@")}
        patterns = {row["id"]: _expand(row["pattern"], macros) for row in rows if row["id"] not in macros}
        literals = {m["word"].replace("_", " ") for p in patterns.values() for m in _PIECE.finditer(p) if m["word"]}
        self.lexicon = Lexicon(literals)
        self.by_symbol: dict[str, list[Rule]] = {}
        for row in rows:
            if row["id"] in patterns:
                self._add(row, patterns[row["id"]])
        optional = "".join(f"[{self._symbols(name)}]?" for name in ("leadadv", "prep", "det", "approx"))
        self.lead = re.compile(optional + r"\Z")

    def _add(self, row: dict[str, str], pattern: str) -> None:
        source, names, first = self._translate(pattern)
        rule = Rule(row["id"], re.compile(source), names, row["resolver"], row["needs"], row["counts"] != _NONE)
        for symbol in first:
            self.by_symbol.setdefault(symbol, []).append(rule)

    def _symbols(self, cls: str) -> str:
        """All characters whose set of classes holds `cls`. ValueError for a class no word has."""
        found = "".join(char for classes, char in self.lexicon.symbols.items() if cls in classes)
        if not found:
            message = f"tables/rules.tsv: no word of class {cls!r} in words.tsv"
            raise ValueError(message)
        return found

    def _translate(self, pattern: str) -> tuple[str, dict[str, str], str]:
        """A pattern as a regular expression over symbols, its groups' names, and the symbols that may start it."""
        source: list[str] = []
        first: list[str] = []
        names: dict[str, str] = {}
        depth, open_start = 0, True
        pieces = list(_PIECE.finditer(pattern))
        for piece, after in zip(pieces, [*(p[0] for p in pieces[1:]), ""], strict=True):
            if piece["mark"]:
                source.append("(?:" if piece[0] == "(" else piece[0])
                depth += {"(": 1, ")": -1}.get(piece[0], 0)
            else:
                chars = self._symbols(piece["cls"] or "=" + piece["word"].replace("_", " "))
                first += [chars] * open_start
                group = f"g{len(names)}"
                names[group] = piece["name"] or piece["cls"] or ""
                source.append(f"(?P<{group}>[{chars}])")
            if depth == 0 and after != "?" and piece[0] != "?":
                open_start = False
        return "".join(source), {g: n for g, n in names.items() if n}, "".join(sorted(set("".join(first))))


def _expand(pattern: str, macros: dict[str, str]) -> str:
    while "@" in pattern:
        pattern = _MACRO.sub(lambda m: f"({macros[m[0]]})", pattern)
    return pattern


@cache
def grammar() -> Grammar:
    """The grammar, compiled once a process."""
    return Grammar()


@lru_cache(REMEMBERED)
def scan(text: str) -> tuple[list[Token], list[Found]]:
    """The tokens of a text and the expressions in it, in order, without overlap; set phrases are left out.

    A sentence is asked about once for each tense of its clauses and once for its amounts, so the last ones are remembered.
    """
    known = grammar()
    tokens = known.lexicon.tokens(text)
    codes = "".join(token.symbol for token in tokens)
    found: list[Found] = []
    at = free = 0
    while at < len(codes):
        chained = bool(found) and _chains(found[-1], tokens, at)
        best = _longest(known, text, tokens, codes, at, chained=chained) if codes[at] != OTHER else None
        if best is None:
            at += 1
            continue
        rule, match = best
        lead = _lead(known, tokens, codes, at, free)
        values = _values(rule, match, tokens)
        end = match.end()
        told = _told(tokens, lead - 1) or _told(tokens, end)
        tense = False if told else _tense(tokens, at, end)
        found.append(Found(rule, lead, at, end, values, tuple(tokens[lead:at]), tense, told))
        at = free = end
    return tokens, found


def _chains(before: Found, tokens: list[Token], at: int) -> bool:
    """Whether a token stands next to a year, joined by 'en', 'of', 'tot' or a comma ('in 2018 en 2019')."""
    return before.rule.id.startswith("year") and before.end == at - 1 and "link" in tokens[at - 1].values


def _longest(
    known: Grammar, text: str, tokens: list[Token], codes: str, at: int, *, chained: bool
) -> tuple[Rule, re.Match[str]] | None:
    """The rule with the longest match at a token; of equals the first in the table."""
    best: tuple[Rule, re.Match[str]] | None = None
    for rule in known.by_symbol.get(codes[at], ()):
        match = rule.pattern.match(codes, at)
        if match is None or (best is not None and match.end() <= best[1].end()):
            continue
        if _allowed(rule, tokens, at, chained=chained) and not _is_count(text, tokens, rule, match):
            best = rule, match
    return best


def _allowed(rule: Rule, tokens: list[Token], at: int, *, chained: bool) -> bool:
    """Whether the word that the rule needs in front is there (an article may stand between)."""
    if rule.needs in (_NONE, "chain"):
        return chained or rule.needs == _NONE
    before = at - 1
    if rule.needs not in _NEXT_TO_IT and before >= 0 and "det" in tokens[before].values:
        before -= 1
    forbidden = rule.needs.startswith("!")
    return (before >= 0 and rule.needs.lstrip("!") in tokens[before].values) != forbidden


_NEXT_TO_IT = frozenset({"det", "yearprep"})
_ROUND = 100
_PLURAL = re.compile(r"\s+[a-z]\w*(?:en|s)\b")


def _is_count(text: str, tokens: list[Token], rule: Rule, match: re.Match[str]) -> bool:
    """'in 2000 gevallen': four figures before a noun that is counted, or behind 'ruim', are no year."""
    if not rule.id.startswith("year") or match.end() > len(tokens):
        return False
    last = tokens[match.end() - 1]
    following = tokens[match.end()].values if match.end() < len(tokens) else {}
    before = tokens[match.start() - 1].values if match.start() else {}
    if "year" not in last.values:
        return False
    if "count" in following or "approx" in before or text[last.start - 1 : last.start] in ("€", "$", "£"):
        return True
    return last.values["year"] % _ROUND == 0 and "yearverb" not in following and bool(_PLURAL.match(text, last.end))


def _lead(known: Grammar, tokens: list[Token], codes: str, at: int, free: int) -> int:
    """Where the preposition, article and adverbs in front of an expression begin."""
    begin = max(free, at - _LEAD)
    match = known.lead.search(codes[begin:at])
    if match is None or (not _NO_ARTICLE.isdisjoint(tokens[at].values) and "det" in tokens[at - 1].values):
        return at  # 'het maandag ingevoerde besluit': the article is the noun's
    return begin + match.start()


_NO_ARTICLE = frozenset({"weekday", "deictic", "number", "that", "=deze", "=dit"})


def _values(rule: Rule, match: re.Match[str], tokens: list[Token]) -> dict[str, Value]:
    """The values of the classes that took part, by name: the first where a name stands twice."""
    found: dict[str, Value] = {}
    for group, name in rule.names.items():
        at = match.start(group)
        if at >= 0 and name not in found:
            cls = _class_of(name, tokens[at])
            found[name] = tokens[at].values.get(cls, cls)
    return found


_RENAMED = {
    "yr": ("year", "shortyear"), "yrmod": ("mod",), "yrthat": ("that",), "weekmod": ("mod",), "centurymod": ("mod",),
    "hour": ("number",), "last": ("dayno", "year"), "until": ("weekday", "clock", "number"), "between": ("dayno",),
    "back": ("number",), "mod": ("mod", "recency"), "next": ("unit",), "ordinal": ("ordinal", "rank"), "century": ("ordinal", "rank"),
    "unit": ("unit", "units"), "decade": ("decade", "number", "shortyear", "year"), "month": ("month", "Month"),
    "year": ("year", "shortyear"), "holiday": ("holiday", "alone"),
}  # fmt: skip
"""Names of rules.tsv that differ from the class whose value they carry."""


def _class_of(name: str, token: Token) -> str:
    return next((cls for cls in _RENAMED.get(name, ()) if cls in token.values), name)


def _told(tokens: list[Token], place: int) -> bool:
    """Whether a weak past tense or a verb of reporting stands at a place; behind an article it is a noun ('de gemeente')."""
    if not 0 <= place < len(tokens) or "told" not in tokens[place].values:
        return False
    return place == 0 or "det" not in tokens[place - 1].values


def _tense(tokens: list[Token], start: int, end: int) -> bool | None:
    """What the nearest verb or adverb of the clause says: True future, False past, None where there is none.

    Commas and conjunctions bound the clause; a clause without such a word takes the sentence's.
    """
    for bounds in (_CLAUSE, _SENTENCE):
        left = _until(bounds, tokens, range(start - 1, max(-1, start - _CONTEXT), -1))
        right = _until(bounds, tokens, range(end, min(len(tokens), end + _CONTEXT)))
        perfect = any("participle" in token.values for token in (*left, *right))
        cues = [cue for side in (left, right) if (cue := _cue(side, perfect=perfect))]
        if cues:
            return min(cues)[1]
    return None


def _until(bounds: frozenset[str], tokens: list[Token], places: Iterable[int]) -> list[Token]:
    return list(takewhile(lambda token: bounds.isdisjoint(token.values), (tokens[at] for at in places)))


def _cue(side: list[Token], *, perfect: bool) -> tuple[int, bool] | None:
    """Distance and direction of the first word that tells the tense."""
    for distance, token in enumerate(side):
        told = token.values.get("tense", "past" if perfect and "perfect" in token.values else None)
        if told is not None:
            return distance, told == "future"
    return None


_SENTENCE = frozenset({"stop"})
_CLAUSE = _SENTENCE | {"break", "comma"}
