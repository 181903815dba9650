"""Own-written articles and helpers for the tests of ingest."""

from __future__ import annotations

import gzip
from pathlib import Path

import zstandard

from pipeline.ingest import RawRecord, article, records
from pipeline.schema import Article, Rejected

HEADLINE = "Gemeente Oostwold koopt leegstaande kaasfabriek"
BODY = (
    "De gemeente Oostwold koopt voor 1,2 miljoen euro de kaasfabriek aan de Havenkade. Dat heeft het college dinsdag "
    "besloten. „Wij willen de regie houden”, zei wethouder Femke Bijlsma na afloop van de vergadering. De fabriek staat "
    "sinds 2019 leeg.\n\nVolgens de financiële bijlage komt het geld uit de reserves. Buurtbewoners reageren verdeeld: ze "
    "vrezen geluidsoverlast, maar zijn blij dat de ruïne verdwijnt."
)
TEXT = f"{HEADLINE}\n\n{BODY}"

OTHER_LANGUAGES = {
    "en": "The city council voted on Tuesday to close the old swimming pool near the harbour. Residents had asked for a "
    "renovation, but according to the mayor there is no money left for that, she said after the meeting.",
    "de": "Der Stadtrat hat am Dienstag beschlossen, das alte Schwimmbad am Hafen zu schließen. Die Anwohner hatten eine "
    "Renovierung verlangt, doch nach Angaben der Bürgermeisterin fehlt dafür das Geld.",
    "af": "Die stadsraad het Dinsdag besluit om die ou swembad naby die hawe te sluit. Inwoners het gevra dat dit opgeknap "
    "word, maar volgens die burgemeester is daar nie meer geld daarvoor nie.",
    "fy": "De gemeenterie hat tiisdei besletten om it âlde swimbad by de haven te sluten. De bewenners hiene frege om in "
    "opknapbeurt, mar neffens de boargemaster is dêr gjin jild mear foar.",
    "fr": "Le conseil municipal a décidé mardi de fermer l'ancienne piscine près du port. Les habitants avaient demandé "
    "une rénovation, mais selon la maire il n'y a plus d'argent pour cela.",
    "tr": "Belediye meclisi salı günü limanın yakınındaki eski yüzme havuzunun kapatılmasına karar verdi. Mahalle "
    "sakinleri yenileme istemişti, ancak belediye başkanına göre bunun için artık para yok.",
}


def page(body: str, *, head: str = "", title: str = HEADLINE) -> str:
    """A page with navigation, an article and a footer."""
    return (
        f'<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>{title} | De Oostbode</title>{head}</head>'
        '<body><nav><a href="/">Voorpagina</a> <a href="/sport">Sport</a></nav>'
        f"<main><article>{body}</article></main><footer>© De Oostbode</footer></body></html>"
    )


def paragraphs(text: str = BODY) -> str:
    """The text as HTML paragraphs."""
    return "".join(f"<p>{part}</p>" for part in text.split("\n\n"))


def write(path: Path, data: bytes | str) -> Path:
    """Write a file, compressed as its suffix says."""
    data = data.encode() if isinstance(data, str) else data
    if path.suffix == ".gz":
        data = gzip.compress(data)
    elif path.suffix == ".zst":
        data = zstandard.compress(data)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def listed(*inputs: Path | str, **options) -> list[RawRecord | Rejected]:
    """First phase."""
    return list(records([str(path) for path in inputs], **options))


def found(*inputs: Path | str, **options) -> list[RawRecord]:
    """First phase, where nothing may be rejected."""
    outcome = listed(*inputs, **options)
    rejected = [row for row in outcome if isinstance(row, Rejected)]
    assert not rejected, rejected
    return outcome


def ingested(*inputs: Path | str, **options) -> list[Article | Rejected]:
    """Both phases."""
    return [row if isinstance(row, Rejected) else article(row) for row in listed(*inputs, **options)]


def only(*inputs: Path | str, **options) -> Article:
    """The one article of an input."""
    (row,) = ingested(*inputs, **options)
    assert isinstance(row, Article), row
    return row


def refused(*inputs: Path | str, **options) -> Rejected:
    """The one rejection of an input."""
    (row,) = ingested(*inputs, **options)
    assert isinstance(row, Rejected), row
    return row
