"""Three articles that say the same and the opposite, and a claim that stands alone: what the pages of groups have to show."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from output_samples import MARKUP, article, claim, write

from pipeline.schema import Attribution, Quantity

SENTENCES = (
    ("bode", "Anja Vos", "De sluis gaat op 1 mei open, zegt Anja Vos.", "De sluis gaat op 1 mei open", "affirmative", "asserted"),
    ("post", "Piet Bos", "De sluis gaat niet op 1 mei open, zegt Piet Bos.", "De sluis gaat niet op 1 mei open", "negative", "asserted"),
    ("krant", "Ria Mol", "Gaat de sluis op 1 mei open? Dat vraagt Ria Mol.", "Gaat de sluis op 1 mei open?", "affirmative", "question"),
)  # fmt: skip


def group_articles() -> list[dict[str, list[object]]]:
    """Each has a claim of group g1; the first two one of g2 with different amounts, the last one of g3 that nobody repeats."""
    found = []
    for number, (name, speaker, sentence, words, polarity, modality) in enumerate(SENTENCES):
        cost = 14 if number == 0 else 8
        text = f"{sentence} De kosten zijn {cost} miljoen euro."
        told = [Attribution(speaker=speaker, speaker_id=None, cue_lemma="zeggen", quote_id=f"{name}:q1")]
        claims = [
            claim(text, name, 1, words, claim_group="g1", polarity=polarity, modality=modality, speaker=speaker, attribution=told),
            claim(text, name, 2, f"De kosten zijn {cost} miljoen euro", claim_group="g2" if number < 2 else "g3", quantities=[Quantity(value=cost * 1e6, unit="euro", text=f"{cost} miljoen euro")]),
        ]  # fmt: skip
        day = datetime(2025, 3, 4 + number, tzinfo=UTC)
        outlet = MARKUP if number == 2 else name.title()
        found.append({"articles": [article(name, text, published=day, outlet=outlet)], "claims": claims})
    return found


def write_groups(folder: Path) -> Path:
    return write(folder, *group_articles())
