"""Articles as Zendesk's Help Center API gives them (developer.zendesk.com, "Articles", "Translations", "Sections")."""

from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from core.answers.importing.errors import HeldBack, NotAnArticle
from core.answers.importing.found import MORE_PAGES, Found, FoundArticle, LeftOut
from core.answers.importing.ids import slug
from core.answers.importing.languages import of_locale
from core.answers.importing.markdown import one_line, to_markdown
from core.answers.importing.records import Record, day, record, records, text

_FIELDS = ("articles", "article", "translations", "sections", "section", "categories")
_WORDS = 2  # a label of fewer is a keyword of many articles, not another way to ask for this one
_LABELS = 10


def is_page(value: Record) -> bool:
    return any(field in value for field in _FIELDS)


class Export:
    """Collects what pages hold, in any order: the sections may come after the articles that stand in them."""

    def __init__(self) -> None:
        self.articles: list[Record] = []
        self._translations: list[Record] = []
        self._sections: dict[str, Record] = {}
        self._ended: dict[str, bool] = {}  # for each locale, whether the last page is among those that were taken

    def take(self, page: Record) -> bool:
        """Whether anything of a page is Zendesk's."""
        articles = [each for each in _all(page, "articles", "article") if "body" in each and "locale" in each]
        translations = [
            each for each in _all(page, "translations") if text(each.get("source_type")).lower() == "article"
        ]
        sections = [each for each in _all(page, "sections", "section") if text(each.get("name"))]
        self.articles += articles
        for locale in {locale_of(each) for each in articles}:
            self._ended[locale] = self._ended.get(locale, False) or not _has_next(page)
        self._translations += translations
        for section in sections:
            if (
                text(section.get("locale")) == text(section.get("source_locale"))
                or text(section["id"]) not in self._sections
            ):
                self._sections[text(section.get("id"))] = section
        return bool(articles or translations or sections or "categories" in page)

    def read(self, say: Callable[[str], None]) -> Found:
        articles: dict[tuple[str, str, str], FoundArticle] = {}
        left_out: list[LeftOut] = []
        versions = list(self._versions())
        uses = Counter((locale_of(each), label) for each in versions for label in _labels(each))
        for count, each in enumerate(versions, start=1):
            if count % 100 == 0:
                say(f"{count} of {len(versions)} articles read")
            try:
                article = self._article(each, uses)
                articles[article.scope, article.key, article.locale] = article
            except HeldBack as why:
                left_out.append(LeftOut(_called(each), str(why), "unpublished"))
            except NotAnArticle as why:
                left_out.append(LeftOut(_called(each), str(why), "broken"))
        shown = (each for each in versions if not held_back(each))
        listed = frozenset((_scope(each), text(each.get("id")), of_locale(locale_of(each))) for each in shown)
        complete = all(self._ended.values())
        left_out += [] if complete else [MORE_PAGES]
        return Found(tuple(articles.values()), tuple(left_out), listed, complete)

    def _versions(self) -> Iterator[Record]:
        """Each article once for each language; translations carry their article's fields where they have none."""
        by_id = {text(article.get("id")): article for article in self.articles}
        for article in self.articles:
            yield article
            for translation in records(article.get("translations")):
                if text(translation.get("locale")) != text(article.get("locale")):
                    yield _translated(article, translation)
        for translation in self._translations:
            original = by_id.get(text(translation.get("source_id")))
            if original and text(translation.get("locale")) != text(original.get("locale")):
                yield _translated(original, translation)

    def _article(self, given: Record, uses: Counter[tuple[str, str]]) -> FoundArticle:
        if why := held_back(given):
            raise HeldBack(why)
        locale, title, address = locale_of(given), one_line(text(given.get("title"))), text(given.get("html_url"))
        if not title:
            raise NotAnArticle("it has no title")
        section = record(self._sections.get(text(given.get("section_id"))))
        return FoundArticle(
            scope=_scope(given),
            key=text(given.get("id")),
            language=of_locale(locale),
            locale=locale,
            title=title,
            markdown=to_markdown(text(given.get("body")), address),
            name=title,
            address=address,
            updated=day(given.get("edited_at")) or day(given.get("updated_at")),
            topic=slug(text(section.get("name"))),
            aliases=tuple(label for label in _labels(given) if uses[locale, label] == 1)[:_LABELS],
            original=locale == text(given.get("source_locale")).lower(),
        )


def held_back(given: Record) -> str:
    """Why the source shows it to nobody, or not to everybody; empty if it does."""
    if given.get("draft"):
        return "it is a draft"
    if given.get("user_segment_id") is not None or given.get("user_segment_ids"):
        return "only some readers may see it (user_segment_id), and the assistant tells everybody"
    return ""


def _translated(article: Record, translation: Record) -> Record:
    """The translation's `id` is its own, and its labels are the article's, which are not of its language."""
    return article | translation | {"id": article.get("id"), "label_names": [], "edited_at": None}


def _has_next(page: Record) -> bool:
    return bool(page.get("next_page") or record(page.get("meta")).get("has_more"))


def _all(page: Record, *fields: str) -> Iterator[Record]:
    for field in fields:
        value = page.get(field)
        yield from records([value] if isinstance(value, dict) else value)


def locale_of(given: Record) -> str:
    return text(given.get("locale")).lower()


def _labels(given: Record) -> list[str]:
    labels = given.get("label_names")
    said = [one_line(text(label)) for label in labels] if isinstance(labels, list) else []
    return [label for label in dict.fromkeys(said) if len(label.split()) >= _WORDS]


def _scope(given: Record) -> str:
    address = text(given.get("html_url")) or text(given.get("url"))
    try:
        return f"zendesk:{urlsplit(address).hostname or ''}"
    except ValueError:
        return "zendesk:"


def _called(given: Record) -> str:
    return f"{locale_of(given)} {text(given.get('id'))} {one_line(text(given.get('title')))!r}"
