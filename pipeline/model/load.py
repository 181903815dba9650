"""Find a language model by name or path and load it; name, version and fingerprint of one without loading it.

A name is looked for as a path, then among the models of this project (`models/` of a checkout, `_models/` of an
installed wheel), then as an installed spaCy package.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import ModelNotFoundError, ModelUnsuitableError
from pipeline.model import checksums

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT = "nl_news"
PACKAGE = Path(__file__).resolve().parent.parent
HOMES = (PACKAGE.parent / "models", PACKAGE / "_models")
# What the stages read of a Doc, by what a component says that it assigns.
NEEDED = {"a parse": {"token.dep"}, "tags": {"token.tag", "token.pos"}, "lemmas": {"token.lemma"}}


def load(name: str = DEFAULT) -> Language:
    """Load a language model.

    Raises ModelNotFoundError where nothing of that name or path can be loaded, ModelUnsuitableError where it is not
    Dutch or has no parse, tags or lemmas, and ModelDamagedError where its files are not those that were packaged.
    """
    import pipeline.encoder.component  # noqa: F401, PLC0415 - registers the component that our models name

    path = find(name)
    checksums.check(path)
    try:
        nlp = _load(path)
    except (OSError, ValueError, KeyError) as error:
        reason = f"The language model at {path} cannot be loaded: {error}"
        raise ModelNotFoundError(reason, "Use a model made for this version of spaCy, or leave out --model.") from error
    _check(nlp, name)
    return nlp


def _load(path: Path) -> Language:
    """As `spacy.load`, which makes the tokenizer of the language, throws it away and reads the model's: twice 4,700 exceptions."""
    import spacy  # noqa: PLC0415 - a second that help and a run with nothing to do need not spend
    from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # noqa: PLC0415
    from spacy.util import registry  # noqa: PLC0415

    standard = {"@tokenizers": "spacy.Tokenizer.v1"}
    config = spacy.util.load_config(path / "config.cfg")
    if config["nlp"]["tokenizer"] != standard or not (path / "tokenizer").is_file():
        return spacy.load(path)
    registry.tokenizers("zegsman.empty.v1", func=lambda: lambda nlp: Tokenizer(nlp.vocab))
    nlp = spacy.load(path, config={"nlp.tokenizer.@tokenizers": "zegsman.empty.v1"})
    nlp.config["nlp"]["tokenizer"] = standard
    return nlp


def find(name: str) -> Path:
    """Folder with the model's config.cfg. Raises ModelNotFoundError."""
    candidates = [Path(name), *(home / name for home in HOMES), *_installed(name)]
    for path in candidates:
        if (path / "config.cfg").is_file():
            return path
    raise ModelNotFoundError(f"There is no language model '{name}'.", _how_to_get(name))


def _installed(name: str) -> list[Path]:
    """Folders where an installed package of that name may keep its model: `name/name-1.2.3/`, or the package itself."""
    if not name.isidentifier():
        return []
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return []
    roots = [Path(place) for place in spec.submodule_search_locations]
    return [*(inner for root in roots for inner in sorted(root.glob(f"{name}-*"))), *roots]


def _how_to_get(name: str) -> str:
    known = sorted({p.parent.name for home in HOMES for p in home.glob("*/config.cfg")})
    ours = f" Models that are here: {', '.join(known)}." if known else ""
    if name.startswith("nl_") and name.isidentifier():
        return f"If it is a published spaCy model: python -m spacy download {name} (needs the network).{ours}"
    return f"Give the name of an installed spaCy model or the folder of one.{ours}"


def _check(nlp: Language, name: str) -> None:
    assigned = {layer for pipe in nlp.pipe_names for layer in nlp.get_pipe_meta(pipe).assigns}
    missing = [what for what, layers in NEEDED.items() if not layers & assigned]
    if nlp.lang != "nl":
        reason = f"The language model '{name}' is for '{nlp.lang}', not for Dutch."
    elif missing:
        reason = f"The language model '{name}' gives no {' and no '.join(m.removeprefix('a ') for m in missing)}."
    else:
        return
    raise ModelUnsuitableError(reason, f"Use a Dutch pipeline with parser, tagger and lemmatizer, such as {DEFAULT}.")


def describe(name: str = DEFAULT) -> str:
    """Name and version, such as `nl_news_sm 1.0.0`. Raises ModelNotFoundError."""
    meta = _meta(find(name))
    return f"{meta.get('lang', 'nl')}_{meta.get('name', Path(name).name)} {meta.get('version', '0.0.0')}"


def fingerprint(name: str = DEFAULT) -> str:
    """Hexadecimal digest that changes with the model: of path, size and both ends of every file.

    Reads some kilobytes, not the weights, and does not load spaCy. Raises ModelNotFoundError.
    """
    return _fingerprint(find(name))


@lru_cache
def _fingerprint(path: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(p for p in path.rglob("*") if p.is_file()):
        digest.update(f"{file.relative_to(path).as_posix()} {file.stat().st_size}\n".encode())
        with file.open("rb") as content:
            digest.update(content.read(SAMPLE))
            content.seek(max(0, file.stat().st_size - SAMPLE))
            digest.update(content.read(SAMPLE))
    return digest.hexdigest()[:16]


SAMPLE = 65_536  # bytes read at either end of a file; weights that were trained differ in any such stretch


def _meta(path: Path) -> dict[str, Any]:
    file = path / "meta.json"
    if not file.is_file():
        return {}
    meta: dict[str, Any] = json.loads(file.read_text(encoding="utf8"))
    return meta
