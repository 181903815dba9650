"""Constructions of Dutch attribution, one case each; see the case files for the phenomena."""

import json
from pathlib import Path

import pytest

CASES = json.loads((Path(__file__).parent / "attribution_cases.json").read_text(encoding="utf-8"))
NOTHING = json.loads((Path(__file__).parent / "no_attribution_cases.json").read_text(encoding="utf-8"))
KNOWN_FAILURES: set[str] = set()
"""Must shrink: a case that starts to work fails the test until it is taken off the list."""


def _right(case, quote):
    wanted = case["content"]
    return all(
        (
            wanted is None or [quote.content] == [" ".join(wanted)],
            quote.cue_lemma == case["cue"],
            quote.source == case["source"],
            quote.kind == case["kind"],
            quote.stance == case.get("stance", quote.stance),
            quote.cue_negated == case.get("negated", quote.cue_negated),
            quote.speaker == case.get("speaker", quote.speaker),
            quote.resolution == case.get("resolution", quote.resolution),
            quote.medium == case.get("medium", quote.medium),
        )
    )


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_construction(case, analyse):
    quotes = analyse(case["text"])._.quotes

    found = any(_right(case, q) for q in quotes)

    assert found != (case["id"] in KNOWN_FAILURES), [
        (q.content, q.cue_lemma, q.source, q.kind, q.speaker, q.resolution, q.medium) for q in quotes
    ]


@pytest.mark.parametrize("case", NOTHING, ids=[c["id"] for c in NOTHING])
def test_false_friend(case, analyse):
    quotes = analyse(case["text"])._.quotes

    found = bool(quotes)

    assert found == (case["id"] in KNOWN_FAILURES), [(q.content, q.rule) for q in quotes]
