"""Across articles: which claims are the same claim, and which articles are nearly the same text.

How it works, in nine steps:

1. Each article was analysed by itself; what is compared here, `claims.terms` and `articles.signature`, was stored with it.
2. Nothing is compared with everything: two claims meet only where they share the predicate and two of their rarest terms, two
   texts only where a stretch of their signatures is equal.
3. Pairs that meet are checked one by one, by arrays of numbers (`same`, `texts`).
4. Claims and articles have one order, by time of publication and then by identifier.
5. In that order each joins the earliest that it is the same as and that has joined no other (`leaders`); so every member of
   a group was checked against its first one, and no chain of small differences leads from one claim to another.
6. What comes out depends on the set of rows only: not on shards, workers, the order of the input or the number of runs.
7. Polarity, certainty and speaker play no part: a group holds those who say so and those who deny it.
8. Claims, signatures and keys lie in files while they are compared (`Claims.rows`, `Texts.signatures`, `buckets`); in memory
   is a number or two for each.
9. What is the same in all that is compared is compared once (`alike`): a thousand copies are not a million pairs.
"""

from pipeline.groups.claims import CLAIM, Claims, claim_groups
from pipeline.groups.texts import Texts, duplicates
from pipeline.groups.verdicts import Verdicts

__all__ = ["CLAIM", "Claims", "Texts", "Verdicts", "claim_groups", "duplicates"]
