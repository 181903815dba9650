from __future__ import annotations

from pipeline.model.finetune.lexicon import build_lexicon
from pipeline.model.treebank import Sentence


def tagged(word: str, tag: str, lemma: str, *, pos: str = "NOUN") -> Sentence:
    return Sentence([word], [True], tags=[tag], pos=[pos], morphs=["_"], lemmas=[lemma], heads=[0], deps=["ROOT"])


def test_forms_are_kept_by_tag_and_for_sentence_beginnings_in_lower_case() -> None:
    found = build_lexicon([tagged("Systemen", "N|soort|mv|basis", "systeem")], [])
    assert found == {"N|soort|mv|basis": {"Systemen": "systeem", "systemen": "systeem"}}


def test_names_keep_their_capitals() -> None:
    assert build_lexicon([tagged("Gent", "N|eigen|ev", "Gent")], []) == {"N|eigen|ev": {"Gent": "Gent"}}


def test_a_form_with_several_lemmas_is_left_to_the_encoder() -> None:
    rows = [tagged("was", "WW", "zijn")] * 3 + [tagged("was", "WW", "wassen")]
    assert build_lexicon(rows, []) == {}
    assert build_lexicon([*rows, *rows[:3]], []) == {"WW": {"was": "zijn"}}


def test_sentences_without_tags_add_forms_by_part_of_speech() -> None:
    assert build_lexicon([], [tagged("Haperde", "_", "haperen", pos="VERB")]) == {"VERB": {"haperde": "haperen"}}
