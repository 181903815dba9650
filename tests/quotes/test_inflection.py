import pytest

from pipeline.quotes.inflection import read_table, stem_of, verb_forms

FORMS = {
    "zeggen": {"zeg", "zegt", "zei", "zeiden", "gezegd"},
    "melden": {"meld", "meldt", "meldde", "meldden", "gemeld"},
    "tonen": {"toon", "toont", "toonde", "getoond"},
    "schrijven": {"schrijf", "schrijft", "schreef", "schreven", "geschreven"},
    "verklaren": {"verklaar", "verklaart", "verklaarde", "verklaard"},
    "citeren": {"citeer", "citeert", "citeerde", "geciteerd"},
    "fluisteren": {"fluister", "fluistert", "fluisterde", "gefluisterd"},
    "mompelen": {"mompel", "mompelt", "mompelde", "gemompeld"},
    "vrezen": {"vrees", "vreest", "vreesde", "gevreesd"},
    "geloven": {"geloof", "gelooft", "geloofde"},
    "waarschuwen": {"waarschuw", "waarschuwt", "waarschuwde", "gewaarschuwd"},
    "antwoorden": {"antwoord", "antwoordt", "antwoordde", "geantwoord"},
    "eisen": {"eis", "eist", "eiste", "geëist"},
    "verzoeken": {"verzoek", "verzoekt", "verzocht"},
    "tweeten": {"tweet", "tweette", "getweet"},
    "veroordelen": {"veroordeel", "veroordeelt", "veroordeelde", "veroordeeld"},
    "omschrijven": {"omschrijf", "omschreef", "omschreven"},
    "twitteren": {"twitter", "twittert", "twitterde", "getwitterd"},
    "verzekeren": {"verzeker", "verzekert", "verzekerde", "verzekerd"},
    "herinneren": {"herinner", "herinnert", "herinnerde", "herinnerd"},
    "becijferen": {"becijfer", "becijferde", "becijferd"},
    "beamen": {"beaam", "beaamt", "beaamde", "beaamd"},
    "opperen": {"opper", "oppert", "opperde", "geopperd"},
}


@pytest.mark.parametrize(("verb", "forms"), FORMS.items(), ids=FORMS)
def test_forms_of_a_verb(verb, forms):
    assert forms <= verb_forms(verb)


@pytest.mark.parametrize(
    ("verb", "wrong"),
    [
        ("melden", "gemeldt"),
        ("vrezen", "vreezt"),
        ("tonen", "tont"),
        ("verklaren", "geverklaard"),
        ("twitteren", "twitteerde"),
        ("citeren", "citerde"),
    ],
)
def test_forms_that_do_not_exist(verb, wrong):
    assert wrong not in verb_forms(verb)


def test_stem_doubles_the_vowel_of_an_open_syllable():
    assert [stem_of(v) for v in ("praten", "hopen", "vragen", "denken", "zwijgen")] == [
        "praat",
        "hoop",
        "vraag",
        "denk",
        "zwijg",
    ]


def test_table_of_irregular_verbs_has_no_verb_twice():
    verbs = [row["verb"] for row in read_table("irregular_verbs.tsv")]

    assert len(verbs) == len(set(verbs))
