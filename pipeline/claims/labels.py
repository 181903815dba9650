"""'noemt X Y', 'bestempelt X als Y': the proposition that X is Y, stated by whoever says so (label_verbs.tsv)."""

from __future__ import annotations

from pipeline.claims import tables
from pipeline.claims.attribution import Quotes
from pipeline.claims.clauses import Clause
from pipeline.claims.phrases import Mentions, Phrase, as_phrase, block, subtree
from pipeline.claims.predicates import is_passive, predicate
from pipeline.claims.proposition import Proposition
from pipeline.claims.roles import Roles, contrast
from pipeline.claims.verbs import form
from pipeline.words import Word

LABELS = {(row["lemma"], row["link"]) for row in tables.rows("label_verbs")}
LABEL_VERBS = tables.words("label_verbs", "lemma")


class Labels:
    """Finds what the label verbs of one document say of their objects."""

    def __init__(self, roles: Roles, quotes: Quotes, mentions: Mentions) -> None:
        self._roles = roles
        self._quotes = quotes
        self._mentions = mentions

    def find(self, clause: Clause) -> Proposition | None:
        """The proposition a clause with a label verb stands for, None for any other clause."""
        name = predicate(clause)
        if name not in LABEL_VERBS:
            return None
        passive = is_passive(clause)
        quoted = bool(self._quotes.reported_by(clause.members))
        if not quoted and not (passive and name == "noemen" and self._roles.agent(clause) is None):
            return None
        pair = self._reflexive(clause, name) or self._pair(clause, name, passive=passive)
        if pair is None:
            return None
        about, label = pair
        # the reporting words do not count where there are some: 'noemt het plan niet haalbaar'
        scope = [t for t in clause.tokens if not quoted or self._inside(t, clause)]
        anchor = label.head if quoted else clause.verb
        return Proposition(
            clause=clause, predicate="zijn", subject=about, object=label, rule="label", anchor=anchor, scope=scope
        )

    def _reflexive(self, clause: Clause, name: str) -> tuple[Phrase, Phrase] | None:
        """'noemt zich bakker of kok': the subject, and what it calls itself."""
        oneself = any(t.lower_ in {"zich", "zichzelf"} and t.head in clause.members for t in clause.tokens)
        if not oneself or (name, "bare") not in LABELS:
            return None
        label = next(
            (t for t in clause.constituents if t.dep_ in {"xcomp", "obj"} and t.lower_ not in {"zich", "zichzelf"}),
            None,
        )
        about = self._roles.grammatical_subject(clause)
        what = self._named(label) if label is not None and (not form(label) or "|nom" in label.tag_) else None
        return (about, what) if about is not None and what is not None else None

    def _pair(self, clause: Clause, name: str, *, passive: bool) -> tuple[Phrase, Phrase] | None:
        """What is labelled, and the label."""
        cast = self._roles.cast(clause)
        options = [cast.subject] if passive else [cast.object, cast.subject]
        about = next((t for t in options if t is not None and (passive or self._inside(t, clause))), None)
        if about is None:
            return None
        label = next((t for t in clause.constituents if t != about and _links(t, name)), None)
        if label is None and (name, "bare") in LABELS:  # 'noemt de brief "een gemiste kans"', taken for an apposition
            label = next(
                (c for c in about.children if c.dep_ in {"appos", "conj", "parataxis"} and c.i > about.i), None
            )
        if label is None:
            return None
        what, thing = self._named(label), self._thing(about, label)
        return (thing, what) if thing is not None and what is not None else None

    def _thing(self, about: Word, label: Word) -> Phrase | None:
        """What is labelled, without the label and the clauses in it."""
        tops = self._roles.top_of
        words = subtree(about, lambda c: c == label or (c.i in tops and tops[c.i].kind != "relative"))
        words = [t for t in words if not (t.dep_ == "case" and t.head == about)]
        return as_phrase(about, block(about, words), self._mentions)

    def _inside(self, token: Word, clause: Clause) -> bool:
        """Whether a token is part of what the clause reports (and not the one who reports it)."""
        quotes = self._quotes.reported_by(clause.members)
        return not quotes or any(q in quotes for q in self._quotes.around(token.idx))

    def _named(self, token: Word) -> Phrase | None:
        def skip(child: Word) -> bool:
            return (child.head.i == token.i and child.lower_ in {"als", "tot"}) or contrast(child)

        return as_phrase(token, block(token, subtree(token, skip)), self._mentions)


def _links(token: Word, name: str) -> bool:
    """Whether a token is the label, by its place and the word that opens it."""
    if token.dep_ not in {"xcomp", "obj", "obl", "obl:arg", "advcl", "nmod", "advmod"}:
        return False
    opener = next((c.lower_ for c in token.children if c.dep_ in {"mark", "case"}), "bare")
    if opener != "bare":
        return (name, opener) in LABELS
    return (name, "bare") in LABELS and token.dep_ in {"xcomp", "advcl"}
