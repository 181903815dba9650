"""Infinitives of Dutch verb forms, for where the lemmatizer errs ('opricht', 'uitrekijnen').

`tables/verbs.tsv` has the bare verbs and their irregular forms; regular forms are turned back by the rules of Dutch spelling
(open and closed syllables, f/v and s/z, 't kofschip), separable particles are taken off first.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.claims import tables
from pipeline.words import Word

PARTICLES = tuple(sorted((row["word"] for row in tables.rows("particles")), key=len, reverse=True))
LONG = re.compile(r"([aeou])\1(?=[bcdfghjklmnpqrstvwxz]$)")
SHORT = re.compile(r"(?:^|[^aeiouy])[aeiou][bdfgklmnprst]$")
USED_AS_VERB = frozenset({"ROOT", "conj", "parataxis", "csubj", "ccomp", "advcl", "acl:relcl", "acl", "xcomp"})
TAKEN_FOR = frozenset({"ADJ", "NOUN", "ADV", "X"})
UNSTRESSED = ("be", "ver", "ont", "her", "over", "onder", "voor", "door", "om", "weer", "mis", "aan")
WEAK = re.compile(r"[aeiouy].*[^aeiouy](er|el|en|em|ig)$")
PREFIX = re.compile(r"^(be|ge|ver|ont|her|er)(?=[^aeiouy].*[aeiouy])")
STRESSED = str.maketrans("áéíóú", "aeiou")
"""'máák je je druk?': an accent for stress."""
PLAIN = str.maketrans("ëïöü", "eiou")


@cache
def _known() -> frozenset[str]:
    return tables.words("verbs", "infinitive")


@cache
def _separable() -> frozenset[tuple[str, str]]:
    return frozenset((word, row["infinitive"]) for row in tables.rows("verbs") for word in row["particles"].split())


def attested(particle: str, name: str) -> bool:
    """Whether a particle is known to join a bare verb."""
    return (particle, name) in _separable()


def is_listed(name: str) -> bool:
    """Whether an infinitive itself is in the table."""
    return name in _known()


def is_known(name: str) -> bool:
    """Whether an infinitive, with or without particle, is a verb of the table or has the ending of a foreign one."""
    bare = name.rsplit(" ", 1)[-1]
    return bare in _known() or _split(bare)[1] in _known() or bare.endswith(("eren", "elen"))


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in tables.rows("verbs"):
        for word in row["irregular"].split():
            found.setdefault(word, []).append(row["infinitive"])
    return {word: tuple(names) for word, names in found.items()}


def form(token: Word) -> str:
    """Form of a verb by its XPOS tag: pv (finite), inf, vd (past participle), od (present participle); else ''.

    A participle that cannot be one by its shape is finite ('schrapt', 'opstapt'); a word of another class that is used as
    a verb (with an auxiliary, or as a clause with a subject) has the form its shape shows.
    """
    if token.form is None:
        token.form = _form(token)
    return token.form


def _form(token: Word) -> str:
    parts = token.tag_.split("|")
    if parts[0] != "WW" or len(parts) < 2:
        return _hidden(token) if token.dep_ in USED_AS_VERB and token.pos_ in TAKEN_FOR else ""
    return "pv" if parts[1] == "vd" and not _participle(token.lower_) and not _suffered(token) else parts[1]


def _suffered(token: Word) -> bool:
    """'wordt onderschept': with worden a word of that shape is a participle."""
    return any(c.dep_ == "aux:pass" and c.lower_.startswith(("w", "gew")) for c in token.children)


@cache
def _participle(word: str) -> bool:
    """Whether a word has the shape of a past participle."""
    if word.endswith(("en", "aan", "ien")):
        return True
    for particle in PARTICLES:
        if word.startswith(particle) and len(word) - len(particle) > 3:
            rest = word[len(particle) :]
            if rest.startswith(("ge", *UNSTRESSED[:4])):
                return True
    return word.startswith(("ge", "er", "mis", "vol", *UNSTRESSED)) and not _separated_present(word)


def _separated_present(word: str) -> bool:
    """'opstapt', 'aanbiedt': a known verb's third person after a particle, and no participle of a verb with that prefix."""
    return any(
        word.startswith(p) and word.endswith("t") and not word.startswith(("be", "ver", "ont", "her", "ge"))
        and any(name in _known() for name in candidates(word[len(p) :], "pv")) and (p + word[len(p) :])[:-1] + "en" not in _known()
        for p in PARTICLES
    )  # fmt: skip


def _hidden(token: Word) -> str:
    helped = any(c.dep_ in {"aux", "aux:pass"} for c in token.children)
    alone = any(c.dep_.startswith("nsubj") for c in token.children) and not any(
        c.dep_ in {"cop", "case"} for c in token.children
    )
    if (
        token.dep_ == "xcomp"
        and token.head.lemma_ in {"willen", "gaan", "blijven", "komen"}
        and _options(token.lower_, "inf")
    ):
        return "inf"
    if token.dep_ in {"xcomp", "obj"} and token.head.lemma_ == "hebben" and token.lower_.startswith("ge"):
        helped = True
    if not helped and not (alone and token.dep_ != "ROOT"):
        return ""
    return _shape(token.lower_, helped=helped)


@cache
def _shape(word: str, *, helped: bool) -> str:
    """The form a word has if it is a verb: only known verbs count."""
    if helped:
        for kind in ("vd", "inf"):
            if (kind == "inf" or word.startswith("ge") or "ge" in word) and _options(word, kind):
                return kind
        return ""
    return "pv" if word.endswith(("t", "de", "te")) and _options(word, "pv") else ""


def lemma(token: Word) -> str:
    """Lemma, lower case, without compound underscores; of a verb the infinitive, mended where the lemmatizer errs."""
    if token.infinitive is None:
        kind = form(token)
        if kind == "pv" and "verl" in token.tag_:
            kind = "past"
        token.infinitive = _infinitive(
            token.lower_.translate(STRESSED) if kind else token.lower_, token.lemma_.replace("_", "").lower(), kind
        )
    return token.infinitive


def going_on(token: Word) -> bool:
    """'aan het verbouwen'."""
    opened = any(c.lower_ == "aan" and c.i == token.i - 2 for c in token.children)
    return opened and token.nbor(-1).lower_ == "het"


@cache
def _infinitive(word: str, given: str, kind: str) -> str:
    if kind == "":
        return given
    given = given[:1].translate(PLAIN) + given[1:]  # 'geëvolueerd'
    options = (
        _options(word, kind)
        or (_options(word, "pv") if kind == "past" else ())
        or (_options(word, "vd") if "ge" in word else ())
    )
    if given in options:
        return given
    ends = [option for option in options if given.endswith(option)]
    if ends:  # `vastzitten` of `zit … vast`: the particle is added where the predicate is put together
        return max(ends, key=len)
    known, base = _split(given)
    if base in _known() and known + base == given and not options:
        return given
    return options[0] if options else _regular_guess(word, given, kind)


def _options(word: str, kind: str) -> tuple[str, ...]:
    """Known infinitives the form may belong to, without and with a particle in front."""
    found = list(_base_options(word, kind))
    for particle in PARTICLES:
        rest = word.removeprefix(particle)
        if rest != word and len(rest) > 2:
            found += [particle + name for name in _base_options(rest, kind)]
    return tuple(dict.fromkeys(found))


def _base_options(word: str, kind: str) -> tuple[str, ...]:
    direct = [*_irregular().get(word, ()), *([word] if word in _known() else []), *_prefixed(word)]
    return tuple(dict.fromkeys([*direct, *(name for name in candidates(word, kind) if name in _known())]))


def _prefixed(word: str) -> list[str]:
    """Strong verbs with an unstressed prefix: 'verboog' verbuigen, 'hervonden' hervinden."""
    found = []
    for prefix in UNSTRESSED:
        rest = word.removeprefix(prefix)
        if rest != word:
            names = [*_irregular().get(rest, ()), *_irregular().get("ge" + rest, ())]
            found += [prefix + name for name in names if prefix + name in _known()]
    return found


def _split(name: str) -> tuple[str, str]:
    """A verb as particle and base, where the base is a known verb."""
    for particle in PARTICLES:
        if name.startswith(particle) and name[len(particle) :] in _known():
            return particle, name[len(particle) :]
    return "", name


def candidates(word: str, kind: str) -> list[str]:
    """Infinitives whose regular form the word may be, whether they exist or not."""
    return [name for stem in _stems(word, kind) for name in _from_stem(stem)]


def _stems(word: str, kind: str) -> list[str]:
    if kind == "inf":
        return []
    if kind == "vd":
        bare = word.removeprefix("ge").translate(PLAIN) if word.startswith("ge") else word
        return [stem for base in dict.fromkeys((bare, word)) for stem in (base[:-1], base) if base[-1:] in "dt"]
    ends = ("den", "ten", "de", "te") if kind == "past" else ("den", "ten", "de", "te", "t", "en", "")
    return [word[: len(word) - len(end)] for end in ends if word.endswith(end) and len(word) - len(end) > 1]


def _from_stem(stem: str) -> list[str]:
    """Spellings of the infinitive with a stem: `maak` maken, `pak` pakken, `reis` reizen, `zet` zetten."""
    if SHORT.search(stem) and not WEAK.search(PREFIX.sub("", stem)):
        return [stem + stem[-1] + "en"]
    open_syllable = LONG.sub(r"\1", stem)
    voiced = open_syllable[:-1] + {"f": "v", "s": "z"}.get(open_syllable[-1:], open_syllable[-1:])
    found = [voiced + "en", open_syllable + "en"]
    if SHORT.search(stem):
        found.append(stem + stem[-1] + "en")
    if stem.endswith(("ee", "ie")):
        found.append(stem + "ën")
    return [*found, stem + "n"]


def _regular_guess(word: str, given: str, kind: str) -> str:
    """For a verb that is not in the table: the lemmatizer's word if it can have the form, else the likeliest spelling."""
    for particle in PARTICLES if kind == "vd" else ():  # 'opgetuigd'
        if word.startswith(particle + "ge") and len(word) > len(particle) + 4:
            found = candidates(word[len(particle) :], kind)
            return particle + found[0] if found else given
    possible = candidates(word, kind)
    if given in possible or not possible or (kind == "inf" and word.endswith("n")):
        return word if kind == "inf" and word.endswith("n") else given
    return given if given.endswith("n") and given != word and kind == "vd" else possible[0]
