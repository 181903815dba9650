"""Headings and datelines before a sentence: left out, and never a word of the sentence itself."""

import pytest

from pipeline.quotes.openings import without_opening
from pipeline.words import Words

OPENINGS = {
    "DE ZORG Komt er genoeg geld bij?": "Komt er genoeg geld bij?",
    "BREDA - De brandweer bluste het vuur.": "De brandweer bluste het vuur.",
    "Onbegrip De bewoners wisten van niets.": "De bewoners wisten van niets.",
}
WHOLE = [
    "De bewoners wisten van niets.",
    "Minister Karin Bos vertrekt.",
    "NS De Vries is geen bedrijf.",
    "Jan-Willem de Boer komt uit Breda.",
    "De Van Dijks zijn verhuisd.",
]


@pytest.mark.parametrize(("text", "sentence"), OPENINGS.items(), ids=OPENINGS)
def test_what_stands_before_a_sentence_is_left_out(text, sentence, analyse):
    doc = analyse(text)

    words = Words(doc)

    assert without_opening(words.stretch(0, len(words))).text == sentence


@pytest.mark.parametrize("text", WHOLE)
def test_a_sentence_keeps_its_words(text, analyse):
    doc = analyse(text)

    words = Words(doc)

    assert without_opening(words.stretch(0, len(words))).text == text
