"""Who said what, in Dutch news.

For notebooks: `pipeline.extract(articles)`, `pipeline.load(folder)` and `pipeline.plot(counts, title)`. The command line is
`zegsman`.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.notebook import extract, load, plot

__version__ = "0.1.0"
__all__ = ["__version__", "extract", "load", "plot"]


def __getattr__(name: str) -> Any:  # noqa: ANN401  a module's attribute may be anything
    """Import the notebook room when it is asked for: pandas takes its time, and `zegsman --help` needs none of it."""
    if name in {"extract", "load", "plot"}:
        return getattr(importlib.import_module("pipeline.notebook"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
