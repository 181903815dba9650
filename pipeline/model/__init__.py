"""The language-model room: finds and loads the spaCy pipeline that fills a Doc; trains, evaluates and packages ours.

`load`, `describe` and `fingerprint` are what other rooms use; importing them loads neither spaCy nor weights.
"""

from pipeline.model.load import DEFAULT, describe, fingerprint, load

__all__ = ["DEFAULT", "describe", "fingerprint", "load"]
