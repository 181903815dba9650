"""The language of a text, and the refusal of others than the wanted one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.ingest.faults import FaultError
from pipeline.ingest.limits import MAX_LANGUAGE_CHARACTERS, MIN_LANGUAGE_CHARACTERS, MIN_LANGUAGE_PROBABILITY

if TYPE_CHECKING:
    from collections.abc import Callable

    Classifier = Callable[[str], tuple[str, float]]

CANDIDATES = (
    "nl", "af", "fy", "lb", "en", "de", "fr", "es", "it", "pt", "da", "sv", "no", "pl", "cs", "ro", "hu", "fi", "tr",
    "id", "ar", "ru", "uk", "el", "zh",
)  # fmt: skip
"""Languages a batch of news may hold by accident. With all of the 131 that py3langid knows, short Dutch is taken for
languages that are not in any batch ('Oké dan' for Javanese)."""


def language(text: str, *, wanted: str = "nl") -> str | None:
    """ISO 639-1 code of the language of `text`; None where it is too short, not certain, or `wanted` is not known.

    FaultError (wrong_language) where it is another than `wanted`.
    """
    classify = _classifier(wanted) if len(text) >= MIN_LANGUAGE_CHARACTERS else None
    if classify is None:
        return None
    found, probability = classify(text[:MAX_LANGUAGE_CHARACTERS])
    if found == wanted:
        return wanted
    if probability < MIN_LANGUAGE_PROBABILITY:
        return None
    what = f"The language is {found} with probability {probability:.2f}; {wanted} was expected."
    raise FaultError(reason="wrong_language", detail=what)


@cache
def _classifier(wanted: str) -> Classifier | None:
    """The classifier for a batch in a language, None for one that it does not know.

    Loading takes half a second, so it waits for the first text.
    """
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  see above

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    if wanted not in identifier.labels:
        return None
    identifier.set_languages({*CANDIDATES, wanted})
    classify: Classifier = identifier.classify
    return classify
