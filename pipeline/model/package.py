"""Make an installable wheel of a language model, as published spaCy models come: `pip install nl_news_sm-….whl`.

`spacy package` builds in an environment that it fetches from the network; a wheel of data only is a zip archive with a
record of its files, so it is written here.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from importlib.metadata import version as installed
from pathlib import Path

from pipeline.model.load import find

CODE = '''"""{description}"""

from pathlib import Path

from spacy.util import get_model_meta, load_model_from_init_py

__version__ = get_model_meta(Path(__file__).parent)["version"]


def load(**overrides):
    """Load the pipeline; options as of `spacy.load`."""
    return load_model_from_init_py(__file__, **overrides)
'''
WHEEL = "Wheel-Version: 1.0\nGenerator: zegsman\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip archive can say: the same model gives the same wheel


def package(name: str, output: Path) -> Path:
    """Write the wheel of a model into a folder and return its path. Raises ModelNotFoundError."""
    source = find(name)
    meta = json.loads((source / "meta.json").read_text(encoding="utf8"))
    module, version = f"{meta['lang']}_{meta['name']}", meta["version"]
    info = f"{module}-{version}.dist-info"
    files = {f"{module}/{module}-{version}/{p.relative_to(source).as_posix()}": p.read_bytes() for p in _files(source)}
    texts = {
        f"{module}/__init__.py": CODE.format(description=meta.get("description", module)),
        f"{module}/meta.json": json.dumps(meta, ensure_ascii=False, indent=2),
        f"{info}/METADATA": _metadata(meta, module),
        f"{info}/WHEEL": WHEEL,
        f"{info}/entry_points.txt": f"[spacy_models]\n{module} = {module}\n",
    }
    files |= {path: text.encode() for path, text in texts.items()}
    files[f"{info}/RECORD"] = _record(files, info).encode()
    output.mkdir(parents=True, exist_ok=True)
    wheel = output / f"{module}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, TIME), content, zipfile.ZIP_DEFLATED)
    return wheel


def _files(source: Path) -> list[Path]:
    return sorted(p for p in source.rglob("*") if p.is_file())


def _metadata(meta: dict[str, str], module: str) -> str:
    minor = ".".join(installed("spacy").split(".")[:2])
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {module}",
        f"Version: {meta['version']}",
        f"Summary: {meta.get('description', '')}",
        f"License: {meta.get('license', '')}",
        f"Requires-Dist: spacy>={minor},<4",
    ]
    return "\n".join([*lines, ""])


def _record(files: dict[str, bytes], info: str) -> str:
    """RECORD of a wheel: path, digest and size of each file, none of its own."""
    lines = []
    for path, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        lines.append(f"{path},sha256={digest},{len(content)}")
    return "\n".join([*lines, f"{info}/RECORD,,", ""])
