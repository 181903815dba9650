"""Phrases of a clause when the parse leaves nothing to make them of."""

from pipeline.claims.phrases import as_phrase
from pipeline.claims.roles import _one_of


def test_no_words_make_no_phrase(analyse):
    head = analyse("Karin Bos is burgemeester.")[0]

    assert as_phrase(head, _one_of([]), None) is None


def test_a_number_goes_on_with_its_van_phrase(analyse):
    doc = analyse("Het is een van de oudste molens.")
    number = next(t for t in doc if t.lower_ == "een")

    assert " ".join(t.text for t in _one_of([number])).startswith("een van de")
