"""Forms of Dutch verbs, so that a cue is recognised by its form where the lemmatizer errs.

Weak verbs follow the rules of Dutch spelling (Taaladvies: open and closed syllables, 't kofschip); irregular ones stand in
`tables/irregular_verbs.tsv`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pipeline import tables

TABLES = Path(__file__).parent / "tables"
UNSTRESSED = ("be", "ge", "her", "ver", "ont", "er", "weer", "mis", "onder", "over", "voor")
"""Prefixes without ge- in the participle; with strong verbs they go before the principal parts."""
WEAK_EREN = (
    "twitteren", "schilderen", "cijferen", "bulderen", "letteren", "counteren", "foeteren", "glunderen", "jammeren",
    "mopperen", "sakkeren", "schamperen", "schemeren", "somberen", "stotteren", "sputteren", "helderen", "zekeren", "vorderen",
    "wonderen", "fluisteren", "luisteren", "hameren", "opperen", "weigeren", "herinneren", "mijmeren", "minderen",
)  # fmt: skip
"""Verbs whose -er- has no stress (twitter, twitterde); of the others it has: citeer, citeerde."""
VOWELS = "aeiouyëïö"
DIGRAPHS = frozenset({"aa", "ee", "oo", "uu", "ie", "oe", "eu", "ou", "au"})
"""Two letters for one vowel; others meet over the end of a prefix: be-amen, be-ogen."""
VOICELESS = ("t", "k", "f", "s", "ch", "p", "x")


def read_table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `tables/<name>` of this room."""
    return tables.read_table(TABLES / name)


@cache
def verb_forms(infinitive: str) -> frozenset[str]:
    """All forms of a verb without its particle: infinitive, present, past, participles (lower case)."""
    strong = _strong(infinitive)
    stem = stem_of(infinitive)
    present = {infinitive, stem, _add_t(stem), infinitive + "d", infinitive + "de"}
    return frozenset(present | (strong or _weak(infinitive, stem)))


@cache
def _principal_parts() -> dict[str, dict[str, str]]:
    return {row["verb"]: row for row in read_table("irregular_verbs.tsv")}


def _strong(infinitive: str) -> set[str] | None:
    table = _principal_parts()
    prefix = ""
    if infinitive not in table:
        prefix = next((p for p in UNSTRESSED if infinitive.startswith(p) and infinitive[len(p) :] in table), "")
        if not prefix:
            return None
    row = table[infinitive[len(prefix) :]]
    parts = [*row["past_singular"].split(","), *row["past_plural"].split(","), *row["present"].split(",")]
    participle = row["participle"]
    if prefix:
        participle = participle.removeprefix("ge")
    return {prefix + part for part in [*parts, participle] if part}


def stem_of(infinitive: str) -> str:
    """First person singular present: `schrijven` → `schrijf`, `tonen` → `toon`, `zeggen` → `zeg`."""
    if infinitive.endswith(("aan", "oen", "ien")) and len(infinitive) <= 5:
        return infinitive[:-1]
    if infinitive.endswith(WEAK_EREN):
        return infinitive[:-2]
    if infinitive.endswith("eren") and len(infinitive) > 6:
        return infinitive[:-4] + "eer"
    base = infinitive.removesuffix("en") if infinitive.endswith("en") else infinitive.removesuffix("n")
    if len(base) > 2 and base[-1] == base[-2] and base[-1] not in VOWELS:
        base = base[:-1]
    elif len(base) > 1 and base[-2] in "aeou" and base[-1] not in VOWELS and base[-3:-1] not in DIGRAPHS:
        base = _doubled(base)
    return base[:-1] + {"v": "f", "z": "s"}.get(base[-1], base[-1])


def _doubled(base: str) -> str:
    """`ton` + open syllable → `toon`."""
    if base[-1] == base[-2] and len(base) > 2:
        return base
    if _unstressed_end(base) or base[-1] == "w":
        return base
    return base[:-1] + base[-2] + base[-1] if base[-3:-1] != base[-2] * 2 else base


def _unstressed_end(base: str) -> bool:
    """`fluister-`, `mompel-`, `teken-`: the last syllable is weak and its vowel stays single."""
    return base[-2:] in ("er", "el", "en", "em", "ig") and sum(c in VOWELS for c in base) > 1


def _weak(infinitive: str, stem: str) -> set[str]:
    root = infinitive.removesuffix("en") if infinitive.endswith("en") else infinitive.removesuffix("n")
    suffix = "t" if root.endswith(VOICELESS) else "d"
    past = stem + suffix + "e"
    participle = stem if stem.endswith(suffix) else stem + suffix
    if not infinitive.startswith(UNSTRESSED) or infinitive == "gekscheren":
        participle = "ge" + ("ë" + participle[1:] if participle[0] == "e" else participle)
    return {past, past + "n", participle}


def _add_t(stem: str) -> str:
    return stem if stem.endswith("t") else stem + "t"
