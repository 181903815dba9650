"""Who is the same in several articles, told from label and name alone, so that no article has to know another."""

from __future__ import annotations

import re
import unicodedata

from pipeline.entities.tables import name_parts

ARTICLE = re.compile(r"^(?:de|het|the|'t|’t) ", re.IGNORECASE)


def global_id(name: str, label: str) -> str | None:
    """`person:jan-de-wit`, `gpe:tiel`; None for a person of whom the article gives one name only.

    Two people of one full name get one identifier, and one of two names gets two: nothing but the words decides.
    """
    if label == "PERSON" and len(surname(name).split()) == len(name.split()):
        return None
    key = slug(name)
    return f"{label.lower()}:{key}" if key else None


def short(name: str, label: str) -> str:
    """The name as articles on the same matter have in common: of a person the surname; in small letters."""
    return (surname(name) if label == "PERSON" else ARTICLE.sub("", name)).casefold()


def surname(name: str) -> str:
    """'de Wit' of 'Jan de Wit', 'Tusk' of 'Donald Tusk'; the whole of a name of one word or with a particle in front."""
    words = name.split()
    particles = [n for n, word in enumerate(words) if word.casefold() in name_parts("particle")]
    if particles and particles[0] < len(words) - 1:
        return " ".join(words[particles[0] :])
    return words[-1] if words else name


def slug(name: str) -> str:
    """Small letters and figures without accents, words joined by hyphens; without a leading article."""
    plain = unicodedata.normalize("NFKD", ARTICLE.sub("", name).casefold())
    return "-".join(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))
