"""The table of what speaks for and against a candidate: complete, and no weight that nothing uses."""

import re
from pathlib import Path

from pipeline.quotes import choice
from pipeline.quotes.inflection import read_table


def test_every_weight_has_its_feature_in_the_code():
    code = Path(choice.__file__).read_text()
    unused = [r["feature"] for r in read_table("voices.tsv") if f'"{r["feature"]}"' not in code]
    assert not unused


def test_every_feature_of_the_code_has_a_weight():
    code = Path(choice.__file__).read_text()
    named = set(re.findall(r'\.add\("([a-z-]+)"\)|\{"([a-z-]+)"\}', code))
    used = {a or b for a, b in named}
    assert used <= {r["feature"] for r in read_table("voices.tsv")}
