"""A language model that makes trouble: a spaCy component as any package may bring one, with a parse too poor to be of use.

It loads in no time, and what a word of the text asks for happens to the process that parses it: MOORDENAAR kills it,
HANGER never comes back, GREEP neither and holds the interpreter's lock, EENMAAL kills the first process only, OUDERMOORD the one that started it.
ZEGSMAN_TROUBLE_SECONDS lets every article take so long; ZEGSMAN_TROUBLE_LOG is told which process parses what.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import signal
import time
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc

VERBS = {"sluit": "sluiten", "gezegd": "zeggen", "zei": "zeggen", "vindt": "vinden", "is": "zijn", "moet": "moeten"}
ASSIGNS = ["token.dep", "token.head", "token.tag", "token.pos", "token.lemma"]


@Language.component("zegsman_trouble", assigns=ASSIGNS)
def trouble(doc: Doc) -> Doc:
    if log := os.environ.get("ZEGSMAN_TROUBLE_LOG"):
        with Path(log).open("a") as file:
            file.write(f"{os.getpid()} {' '.join(doc.text.split()[-5:])}\n")
    time.sleep(float(os.environ.get("ZEGSMAN_TROUBLE_SECONDS", "0")))
    if "MOORDENAAR" in doc.text or ("EENMAAL" in doc.text and first()):
        os.kill(os.getpid(), signal.SIGKILL)
    if "OUDERMOORD" in doc.text:
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)
    while "HANGER" in doc.text:
        time.sleep(1)
    if "GREEP" in doc.text:
        re.match(r"(a+)+$", "a" * 40 + "b")
    return parse(doc)


def first() -> bool:
    with contextlib.suppress(FileExistsError), Path(os.environ["ZEGSMAN_TROUBLE_ONCE"]).open("x"):
        return True
    return False


def parse(doc: Doc) -> Doc:
    """Each sentence hangs on its first verb, or on its first word."""
    begins = [0, *(token.i + 1 for token in doc[:-1] if token.text in {".", "\n\n"}), len(doc)]
    rows = np.zeros((len(doc), 5), dtype="uint64")
    strings = doc.vocab.strings
    for begin, end in itertools.pairwise(begins):
        root = next((i for i in range(begin, end) if doc[i].lower_ in VERBS), begin)
        for i in range(begin, end):
            pos = "VERB" if doc[i].lower_ in VERBS else "PROPN" if doc[i].is_title and i > begin else "NOUN"
            pos = "PUNCT" if doc[i].is_punct else "SPACE" if doc[i].is_space else pos
            dep = "ROOT" if i == root else "punct" if pos == "PUNCT" else "nsubj" if i < root else "obj"
            lemma = VERBS.get(doc[i].lower_, doc[i].lower_)
            head = np.array(root - i, dtype="int64").astype("uint64")
            rows[i] = (head, *(strings.add(value) for value in (dep, pos, pos, lemma)))
    return doc.from_array(["HEAD", "DEP", "POS", "TAG", "LEMMA"], rows)


def save(path: Path) -> Path:
    """A model with nothing but this component."""
    nlp = spacy.blank("nl", meta={"name": "trouble", "version": "1.0"})
    nlp.add_pipe("zegsman_trouble")
    nlp.to_disk(path)
    return path
