"""Properties of quote rows: offsets give back the words, whatever the text."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PIECES = [
    "'Het is mooi'", '"Wij gaan weg."', "“Nee”", ",,Ja''",
    "zegt", "Karin Bos", "de minister", "dat", "het regent", ",", ".", "\n\n",
    "volgens", "aldus", "noemt", "'s avonds", "foto's", "vraagt zich af of", ":", "(", ")", "laat weten", "Dat meldt", "hij", "ze",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map(" ".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_offsets_give_back_the_words(text, analyse):
    doc = analyse(text)

    for quote in doc._.quotes:
        assert quote.content == " ".join(text[s.start : s.end] for s in quote.spans)
        assert (quote.start, quote.end) == (quote.spans[0].start, quote.spans[-1].end)
        assert quote.spans == sorted(quote.spans)
        if quote.source is not None:
            assert text[quote.source_start : quote.source_end] == quote.source
        if quote.cue_spans:
            assert quote.cue == " ".join(text[s.start : s.end] for s in quote.cue_spans)
        assert all(any(s.start <= v.start and v.end <= s.end for s in quote.spans) for v in quote.verbatim)
        assert 0 <= quote.confidence <= 1


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_parents_hold_their_children(text, analyse):
    quotes = {q.quote_id: q for q in analyse(text)._.quotes}

    for quote in quotes.values():
        if quote.parent_id is not None:
            parent = quotes[quote.parent_id]
            assert sum(s.end - s.start for s in parent.spans) > sum(s.end - s.start for s in quote.spans)


def test_speaker_of_i_is_the_one_who_is_quoted(analyse):
    doc = analyse('"Ik denk dat het plan mislukt", zegt Karin Bos.')

    inner = next(q for q in doc._.quotes if q.cue_lemma == "denken")

    assert inner.speaker == "Karin Bos"
    assert inner.parent_id is not None


def test_turns_of_a_conversation_are_attributions_of_their_own(analyse):
    doc = analyse("Karin Bos zei: 'Waar ga je heen?' 'Ik ga naar huis.' 'Nu al?'")

    assert len(doc._.quotes) == 3


def test_quotation_over_two_paragraphs_is_one(analyse):
    doc = analyse('"Het begon klein. Niemand zag het.\n\n"Nu is het te laat", zegt Karin Bos.')

    assert [q.content for q in doc._.quotes] == ["Het begon klein. Niemand zag het. Nu is het te laat"]
