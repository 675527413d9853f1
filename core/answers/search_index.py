"""Ranks documents for a question: BM25 over stems, n-grams, meanings and function words, by the tantivy engine in memory."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from core.answers.terms import Terms

if TYPE_CHECKING:
    import tantivy

# How much each kind of term counts in each field. Measured: stems and n-grams at 1 to 2.5 in the title make little
# difference, below 1 they do harm; n-grams above 1 in the body help where bodies are long and titles say little. Meanings
# tell most in a title, which is short and says what an article is about; in long bodies most of them occur by chance, and
# from 2 on they do harm there. Without function words, and from 0.5 on, fewer questions find their article.
_NAME = {"stem": 1.5, "gram": 1.5, "meaning": 5.0, "aside": 0.45}
WEIGHTS = {"title": _NAME, "aliases": _NAME, "body": {"stem": 1.0, "gram": 1.5, "meaning": 0.9, "aside": 0.3}}
# At most, taken as it is needed: with the least that tantivy takes, 15 MB, 10,000 articles fall into six parts, and a search,
# which has to look into each, takes half as long again.
_WRITER_BYTES = 100_000_000
_TOKENIZER = "spaces"

Document = Mapping[str, Terms]


class Asked(msgspec.Struct, frozen=True):
    """A question; how much each of its meanings counts stands in `meanings`."""

    terms: Terms
    meanings: Mapping[str, float]


class SearchIndex:
    """The documents of one language. Each maps the names in WEIGHTS to terms; its number is its place in `documents`."""

    def __init__(self, documents: Iterable[Document], groups: Iterable[str]) -> None:
        """`groups` has one name for each document, by which a search can leave it out."""
        self._schema = _schema()
        self._index = _filled_index(self._schema, documents, groups)

    def search(self, question: Asked, limit: int, left_out: str = "") -> list[tuple[int, float]]:
        """At most `limit` document numbers with their scores, best first; scores of two questions do not compare.

        None of the group `left_out`.
        """
        searcher = self._index.searcher()
        found = searcher.search(_query(self._schema, question, left_out), limit, count=False).hits
        numbers = searcher.fast_field_values("number", [address for _, address in found])
        return [(int(number or 0), score) for number, (score, _) in zip(numbers, found, strict=True)]


def _schema() -> "tantivy.Schema":
    import tantivy  # heavy things are loaded at the first use

    builder = tantivy.SchemaBuilder().add_unsigned_field("number", fast=True)
    builder.add_text_field("group", tokenizer_name="raw", index_option="basic")
    for field, kinds in WEIGHTS.items():
        for kind in kinds:
            builder.add_text_field(f"{field}_{kind}", tokenizer_name=_TOKENIZER, index_option="freq")
    return builder.build()


def _filled_index(schema: "tantivy.Schema", documents: Iterable[Document], groups: Iterable[str]) -> "tantivy.Index":
    import tantivy

    index = tantivy.Index(schema)
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_TOKENIZER, spaces)
    writer = index.writer(_WRITER_BYTES, num_threads=1)
    for number, (document, group) in enumerate(zip(documents, groups, strict=True)):
        writer.add_document(_row(number, document, group))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def _row(number: int, document: Document, group: str) -> "tantivy.Document":
    import tantivy

    row = tantivy.Document()
    row.add_unsigned("number", number)
    row.add_text("group", group)
    for field, terms in document.items():
        for kind, listed in _by_kind(terms).items():
            row.add_text(f"{field}_{kind}", " ".join(listed))
    return row


def _query(schema: "tantivy.Schema", question: Asked, left_out: str) -> "tantivy.Query":
    from tantivy import Occur, Query

    wanted = [
        (Occur.Should, Query.boost_query(Query.term_query(schema, *term), weight))
        for term, weight in _clauses(question)
    ]
    unwanted = [(Occur.MustNot, Query.term_query(schema, "group", left_out, "basic"))] if left_out else []
    return Query.boolean_query([*wanted, *unwanted])


def _clauses(question: Asked) -> Iterator[tuple[tuple[str, str, str], float]]:
    """All n-grams of a question together count as much as all its stems, however long its words are."""
    counts = {kind: Counter(listed) for kind, listed in _by_kind(question.terms).items()}
    share = len(question.terms.words) / max(1, counts["gram"].total())
    times: dict[str, Mapping[str, float]] = {
        **counts,
        "gram": {gram: count * share for gram, count in counts["gram"].items()},
        "meaning": question.meanings,
    }
    for field, kinds in WEIGHTS.items():
        for kind, weight in kinds.items():
            yield from (((f"{field}_{kind}", term, "freq"), weight * each) for term, each in times[kind].items())


def _by_kind(terms: Terms) -> dict[str, Iterable[str]]:
    return {
        "stem": [word.stem for word in terms.words],
        "gram": [gram for word in terms.words for gram in word.grams],
        "meaning": terms.meanings,
        "aside": terms.asides,
    }
