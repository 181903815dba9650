"""An output folder of own rows, made without a language model: what the report has to show, in few articles.

The rows are set by hand so that every shape occurs for certain: nested, discontinuous and crossing spans, markup in every
text, no speaker, no date, strange identifiers.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

from pipeline.schema import (
    Argument,
    Article,
    Attribution,
    Claim,
    Entity,
    Mention,
    Quantity,
    Quote,
    Rejected,
    Repair,
    Run,
    Sentence,
    Span,
)
from pipeline.store import Mark, Store

MARKUP = "<b>vet</b> & <script>document.title='gehackt'</script>"
"""Markup that has to stay text wherever it stands."""

BRIDGE = (
    "Brug blijft dicht\n\n"
    "De brug bij Stoutenburg blijft tot 1 mei dicht. Dat zei wethouder Anja Vos dinsdag tegen de raad.\n\n"
    "‘Wij wachten,’ zei Vos, ‘op de aannemer. De aannemer beweert dat het staal op is.’ "
    "Volgens schipper Piet Bos kost elke week 1.200 euro."
)
STRANGE = f"Kop met {MARKUP}\n\nDe bakker zei {MARKUP} tegen niemand.\nTweede regel 😀 van <i>hem</i>."


def span(text: str, words: str, *, after: int = 0) -> Span:
    start = text.index(words, after)
    return Span(start, start + len(words))


def quote(text: str, article_id: str, number: int, parts: list[str], **columns: object) -> Quote:
    spans = [span(text, part) for part in parts]
    given = {
        "quote_id": f"{article_id}:q{number}",
        "kind": "direct",
        "content": " ".join(parts),
        "spans": spans,
        "start": spans[0].start,
        "end": spans[-1].end,
        "confidence": 0.9,
        "rule": "by hand",
    }
    return Quote(**{**given, **columns})


def claim(text: str, article_id: str, number: int, words: str, **columns: object) -> Claim:
    place = span(text, words)
    given = {
        "claim_id": f"{article_id}:c{number}",
        "sentence_id": None,
        "start": place.start,
        "end": place.end,
        "text": words,
        "predicate": "zijn",
        "rule": "by hand",
    }
    return Claim(**{**given, **columns})


def mention(text: str, article_id: str, number: int, words: str, **columns: object) -> Mention:
    place = span(text, words)
    words = words.rstrip(",")
    given = {
        "mention_id": f"{article_id}:m{number}",
        "start": place.start,
        "end": place.start + len(words),
        "text": words,
        "label": "PERSON",
        "kind": "name",
    }
    return Mention(**{**given, **columns})


def cue(text: str, words: str, *, after: int = 0) -> dict[str, object]:
    found = span(text, words, after=after)
    return {
        "cue": words,
        "cue_lemma": words,
        "cue_kind": "verb",
        "cue_spans": [found],
        "cue_start": found.start,
        "cue_end": found.end,
    }


def source(text: str, words: str, *, after: int = 0) -> dict[str, object]:
    found = span(text, words, after=after)
    return {"source": words, "source_start": found.start, "source_end": found.end}


def article(article_id: str, text: str, **columns: object) -> Article:
    given = {
        "article_id": article_id,
        "source": f"{article_id}.txt",
        "title": text.split("\n", maxsplit=1)[0],
        "text": text,
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "record_sha256": hashlib.sha256(article_id.encode()).hexdigest(),
        "n_tokens": len(text.split()),
        "model": "by hand 1.0",
    }
    return Article(**{**given, **columns})


def sentences(text: str, article_id: str) -> list[Sentence]:
    """A sentence for each paragraph will do."""
    found = []
    for number, paragraph in enumerate(text.split("\n\n")):
        start = text.index(paragraph)
        found.append(
            Sentence(
                sentence_id=f"{article_id}:s{number}",
                start=start,
                end=start + len(paragraph),
                text=paragraph,
                paragraph=number,
                section="body" if number else "headline",
            )
        )
    return found


def bridge(article_id: str = "brug", **columns: object) -> dict[str, list[object]]:
    """Four quotes: one indirect, one in two parts with another nested in its second, one of someone else."""
    text = BRIDGE
    vos = {
        "speaker": "Anja Vos",
        "speaker_id": f"{article_id}:e1",
        "source_kind": "named_person",
        "resolution": "explicit",
    }
    given = {
        "published": datetime(2025, 3, 4, 6, 0, tzinfo=UTC),
        "outlet": "De Bode",
        "author": "Eva Pen",
        "url": "https://bode.example/brug",
    }
    return {
        "articles": [article(article_id, text, **{**given, **columns})],
        "sentences": sentences(text, article_id),
        "entities": [
            Entity(entity_id=f"{article_id}:e1", name="Anja Vos", label="PERSON", aliases=["Vos"], description="wethouder", mentions=2),
            Entity(entity_id=f"{article_id}:e2", name="Piet Bos", label="PERSON", description="schipper", mentions=1),
        ],
        "mentions": [
            mention(text, article_id, 1, "Stoutenburg", label="GPE"),
            mention(text, article_id, 2, "Anja Vos", entity_id=f"{article_id}:e1"),
            mention(text, article_id, 3, "Vos,", entity_id=f"{article_id}:e1"),
            mention(text, article_id, 4, "Piet Bos", entity_id=f"{article_id}:e2"),
        ],
        "quotes": [
            quote(text, article_id, 1, ["De brug bij Stoutenburg blijft tot 1 mei dicht"], kind="indirect", addressee="de raad", said_at=date(2025, 3, 4), **vos, **cue(text, "zei"), **source(text, "wethouder Anja Vos")),
            quote(text, article_id, 2, ["Wij wachten,", "op de aannemer. De aannemer beweert dat het staal op is."], **vos, **cue(text, "zei", after=text.index("Wij")), **source(text, "Vos", after=text.index("Wij"))),
            quote(text, article_id, 3, ["het staal op is."], kind="indirect", stance="doubtful", speaker="aannemer", source_kind="unnamed_person", resolution="nominal", parent_id=f"{article_id}:q2", **cue(text, "beweert"), **source(text, "De aannemer")),
            quote(text, article_id, 4, ["kost elke week 1.200 euro."], kind="indirect", speaker="Piet Bos", speaker_id=f"{article_id}:e2", source_kind="named_person", resolution="explicit", **cue(text, "Volgens"), **source(text, "schipper Piet Bos")),
        ],
        "claims": [
            claim(text, article_id, 1, "De brug bij Stoutenburg blijft tot 1 mei dicht", quote_id=f"{article_id}:q1", predicate="dichtblijven", subject="De brug bij Stoutenburg", time_text="tot 1 mei", time_start=date(2025, 3, 4), time_end=date(2025, 5, 1), speaker="Anja Vos", speaker_id=f"{article_id}:e1", attribution=[Attribution(speaker="Anja Vos", speaker_id=f"{article_id}:e1", cue_lemma="zeggen", quote_id=f"{article_id}:q1")], arguments=[Argument(role="time", text="tot 1 mei", start=text.index("tot 1 mei"), end=text.index("tot 1 mei") + 9)]),
            claim(text, article_id, 2, "het staal op is.", quote_id=f"{article_id}:q3", predicate="op zijn", subject="het staal", certainty="CT-", polarity="negative", modality="reportative", speaker="aannemer"),
            claim(text, article_id, 3, "kost elke week 1.200 euro.", quote_id=f"{article_id}:q4", predicate="kosten", speaker="Piet Bos", quantities=[Quantity(value=1200, unit="euro", text="1.200 euro", approximate=True)]),
            claim(text, article_id, 4, "Brug blijft dicht", predicate="dichtblijven", subject="Brug"),
        ],
    }  # fmt: skip


def strange(article_id: str = 'raar/"<u>" & Ünïcode?#') -> dict[str, list[object]]:
    """Markup in everything, a character outside the basic plane, no date, no outlet's usual name, an address that is a script."""
    text = STRANGE
    return {
        "articles": [
            article(
                article_id,
                text,
                title=MARKUP,
                outlet=MARKUP,
                author=MARKUP,
                url="javascript:alert(1)",
                repairs=[Repair(start=0, before="x", after="K")],
            )
        ],
        "sentences": sentences(text, article_id),
        "entities": [Entity(entity_id=f"{article_id}:e1", name=MARKUP, label="PERSON", aliases=[MARKUP], description=MARKUP)],
        "quotes": [
            quote(text, article_id, 1, [MARKUP], speaker=MARKUP, speaker_id=f"{article_id}:e1", addressee=MARKUP, medium=MARKUP, rule=MARKUP, source_kind="named_person", **cue(text, "zei")),
            quote(text, article_id, 2, ["😀 van <i>hem</i>"], stance="denial"),
        ],
        "claims": [claim(text, article_id, 1, "regel 😀 van <i>hem</i>", quote_id=f"{article_id}:q1", subject=MARKUP, object="=1+1")],
    }  # fmt: skip


def write(out: Path, *articles: dict[str, list[object]], rejected: int = 0) -> Path:
    """The rows as the store writes them, one shard an article."""
    with Store.open(out, run_id="r1") as store:
        for number, rows in enumerate(articles or [{"articles": []}]):
            transaction = store.transaction(f"{number:08x}")
            owner = rows["articles"][0].article_id if rows["articles"] else ""
            for table in ("articles", "sentences", "mentions", "entities", "quotes", "claims"):
                found = rows.get(table, [])
                transaction.table(table, f"{number:08x}", rows=found, owners=[owner] * len(found), mark=Mark("hand"))
            lost = [
                Rejected(source=f"bak{at}.txt", line=at or None, reason="wrong_language", detail=f"{MARKUP} {at}")
                for at in range(rejected if not number else 0)
            ]
            transaction.table("rejected", f"{number:08x}", rows=lost, mark=Mark("hand"))
            transaction.commit()
        transaction = store.transaction("r1")
        run = Run(
            run_id="r1",
            started=datetime(2025, 3, 5, tzinfo=UTC),
            command=f"zegsman extract {MARKUP}",
            pipeline_version="0",
        )
        transaction.table("runs", "r1", rows=[run], mark=Mark())
        transaction.commit()
    return out
