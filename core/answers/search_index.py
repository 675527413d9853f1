"""Ranks documents for a question: BM25 over stems and n-grams, by the tantivy engine in memory."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from core.answers.tokens import Word

if TYPE_CHECKING:
    import tantivy

# How much a question word counts in each field. Measured: 1 to 2 makes little difference, titles below 1 do harm.
WEIGHTS = {"title": 1.5, "aliases": 1.5, "body": 1.0}
_KINDS = ("stem", "gram")
_WRITER_BYTES = 15_000_000  # the least that tantivy takes for one thread
_TOKENIZER = "spaces"

Document = Mapping[str, Sequence[Word]]


class SearchIndex:
    """The documents of one language. Each maps the names in WEIGHTS to words; its number is its place in `documents`."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._schema = _schema()
        self._index = _filled_index(self._schema, documents)

    def search(self, words: Sequence[Word], limit: int) -> list[tuple[int, float]]:
        """At most `limit` document numbers with their scores, best first; scores of two questions do not compare."""
        searcher = self._index.searcher()
        found = searcher.search(_query(self._schema, words), limit, count=False).hits
        numbers = searcher.fast_field_values("number", [address for _, address in found])
        return [(int(number or 0), score) for number, (score, _) in zip(numbers, found, strict=True)]


def _schema() -> "tantivy.Schema":
    import tantivy  # heavy things are loaded at the first use

    builder = tantivy.SchemaBuilder().add_unsigned_field("number", fast=True)
    for field in WEIGHTS:
        for kind in _KINDS:
            builder.add_text_field(f"{field}_{kind}", tokenizer_name=_TOKENIZER, index_option="freq")
    return builder.build()


def _filled_index(schema: "tantivy.Schema", documents: Iterable[Document]) -> "tantivy.Index":
    import tantivy

    index = tantivy.Index(schema)
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_TOKENIZER, spaces)
    writer = index.writer(_WRITER_BYTES, num_threads=1)
    for number, document in enumerate(documents):
        writer.add_document(_row(number, document))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def _row(number: int, document: Document) -> "tantivy.Document":
    import tantivy

    row = tantivy.Document()
    row.add_unsigned("number", number)
    for field, words in document.items():
        row.add_text(f"{field}_stem", " ".join(word.stem for word in words))
        row.add_text(f"{field}_gram", " ".join(gram for word in words for gram in word.grams))
    return row


def _query(schema: "tantivy.Schema", words: Sequence[Word]) -> "tantivy.Query":
    from tantivy import Occur, Query

    return Query.boolean_query(
        [(Occur.Should, Query.boost_query(Query.term_query(schema, *term), weight)) for term, weight in _clauses(words)]
    )


def _clauses(words: Sequence[Word]) -> Iterator[tuple[tuple[str, str, str], float]]:
    """All n-grams of a question together count as much as all its stems, however long its words are."""
    stems = Counter(word.stem for word in words)
    grams = Counter(gram for word in words for gram in word.grams)
    share = len(words) / max(1, grams.total())
    for field, weight in WEIGHTS.items():
        for stem, times in stems.items():
            yield (f"{field}_stem", stem, "freq"), weight * times
        for gram, times in grams.items():
            yield (f"{field}_gram", gram, "freq"), weight * times * share
