"""Constructions of Dutch attribution, a case a row; see the tables for the phenomena."""

from pathlib import Path

import pytest

from pipeline.tables import read_table

HERE = Path(__file__).parent
CASES = read_table(HERE / "attributions.tsv")
NOTHING = read_table(HERE / "no_attributions.tsv")


def _case(row):
    """A row as what is asked for: `content` None where it is not compared, `more` taken apart."""
    more = dict(pair.split("=") for pair in row["more"].split(";") if pair)
    nobody = {name: None if row[name] == "-" else row[name] for name in ("cue", "source", "speaker")}
    return {
        **more, **nobody, "kind": row["kind"], "text": row["text"].replace(" ¶ ", "\n\n"),
        "content": row["content"].replace(" | ", " ") or None, "compares_speaker": bool(row["speaker"]),
    }  # fmt: skip


def _right(case, quote):
    return all(
        (
            case["content"] is None or quote.content == case["content"],
            quote.cue_lemma == case["cue"],
            quote.source == case["source"],
            quote.kind == case["kind"],
            not case["compares_speaker"] or quote.speaker == case["speaker"],
            quote.stance == case.get("stance", quote.stance),
            quote.cue_negated == (case.get("negated") == "yes") or "negated" not in case,
            quote.resolution == case.get("resolution", quote.resolution),
            quote.medium == case.get("medium", quote.medium),
        )
    )


def _parametrized(rows, name):
    """One parameter a row; a known failure that starts to pass fails the test until the mark is taken off."""
    failing = pytest.mark.xfail(strict=True)
    return [
        pytest.param(row, id=f"{row[name]}-{number}", marks=failing if "known_failure" in row["more"] else ())
        for number, row in enumerate(rows)
    ]


@pytest.mark.parametrize("row", _parametrized(CASES, "construction"))
def test_construction(row, analyse):
    case = _case(row)

    quotes = analyse(case["text"])._.quotes

    assert any(_right(case, quote) for quote in quotes), [
        (q.content, q.cue_lemma, q.source, q.kind, q.speaker, q.resolution, q.medium) for q in quotes
    ]


@pytest.mark.parametrize("row", _parametrized(NOTHING, "phenomenon"))
def test_false_friend(row, analyse):
    quotes = analyse(row["text"].replace(" ¶ ", "\n\n"))._.quotes

    assert not quotes, [(q.content, q.rule) for q in quotes]
