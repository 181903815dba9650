"""Limits of the input: what is beyond them is rejected, so one bad file cannot stop or starve a batch."""

from __future__ import annotations

MAX_DOCUMENT_BYTES = 16 * 2**20
"""A .txt, .md or .html file, decompressed. The longest text allowed takes some 5 MB; pages carry some MB of scripts."""

MAX_RECORD_BYTES = 16 * 2**20
"""One line of JSON Lines, one cell of CSV: the same for articles inside larger files."""

MAX_JSON_BYTES = 256 * 2**20
"""A .json file: it is read as a whole and takes several times its size in memory. Larger collections: JSON Lines."""

MAX_UNPACKED_BYTES = 8 * 2**30
"""What is unpacked to a temporary file: a compressed Parquet file, which cannot be read from its beginning to its end."""

MAX_RATIO = 1_000
"""Times a compressed file may grow. News grows 3 to 10 times, a batch of a few articles repeated 750 (zstd); a gzip bomb
grows 1,030 times, a zstd bomb far more."""

RATIO_FLOOR_BYTES = 256 * 2**20
"""Up to here a file may grow as it likes: it is read in a second, and lines are not held."""

MAX_CHARACTERS = 5_000_000
"""Longest text: a whole archive in one file. Texts over 200,000 are parsed in pieces; a million took 27 seconds on one core."""

MAX_AFFIX_WORK = 1_000_000
"""Marks at the ends of a run without white space, times the run's length. spaCy's tokenizer takes marks off one by one
and looks at the whole run each time: 1,000 quotation marks in a row take 0.1 s, 8,000 take 7 s, and so do 200 marks
before 100,000 letters. Letters, digits, dashes, full stops and slashes cost nothing: a long URL passes."""

MAX_HTML_TAGS = 100_000
"""Tags of a page: 100,000 take trafilatura two seconds, a table of 300,000 rows twenty. News has a few thousand."""

MAX_ID_CHARACTERS = 300
"""Longest article_id: it begins the identifier of every row. Names of files have 255 bytes at the most."""

MAX_DETAIL_CHARACTERS = 300
"""Longest explanation of a rejection."""

MIN_LANGUAGE_CHARACTERS = 120
"""Shortest text whose language is looked at. Of 22,000 random stretches of Dutch news another language was found more
probable in 29 at 80 characters, 11 at 100, none at 120; English, German, Frisian and Afrikaans show from 100 on."""

MAX_LANGUAGE_CHARACTERS = 20_000
"""As much of a text as its language is told from; more changes nothing."""

MIN_LANGUAGE_PROBABILITY = 0.9
"""A text is rejected if another language is at least as probable as this. Texts in other languages had 0.998 and more,
the least Dutch of 738 Dutch articles is Dutch with 0.999."""
