"""Articles as Intercom's Articles API gives them (developers.intercom.com, "Articles", "Help Center")."""

from collections.abc import Callable, Iterator

from core.answers.importing.errors import HeldBack, NotAnArticle
from core.answers.importing.found import MORE_PAGES, Found, FoundArticle, LeftOut
from core.answers.importing.ids import slug
from core.answers.importing.languages import of_locale, of_text
from core.answers.importing.markdown import one_line, to_markdown
from core.answers.importing.records import Record, day, record, records, text

_GROUPS = ("collection", "section")


def is_page(value: Record) -> bool:
    return value.get("type") in ("list", "article", *_GROUPS) or isinstance(value.get("data"), list)


class Export:
    """Collects what pages hold, in any order."""

    def __init__(self) -> None:
        self.articles: list[Record] = []
        self._groups: dict[str, str] = {}
        self._ended = False  # whether the last page is among those that were taken

    def take(self, page: Record) -> bool:
        """Whether anything of a page is Intercom's."""
        objects = list(records(page["data"])) if isinstance(page.get("data"), list) else [page]
        articles = [each for each in objects if _is_article(each)]
        groups = [each for each in objects if each.get("type") in _GROUPS or ("name" in each and "order" in each)]
        self.articles += articles
        self._ended |= bool(articles) and not record(page.get("pages")).get("next")
        self._groups |= {text(each.get("id")): text(each.get("name")) for each in groups}
        return bool(articles or groups)

    def read(self, say: Callable[[str], None]) -> Found:
        articles: dict[tuple[str, str, str], FoundArticle] = {}
        left_out: list[LeftOut] = []
        listed: set[tuple[str, str, str]] = set()
        for count, each in enumerate(self.articles, start=1):
            if count % 100 == 0:
                say(f"{count} of {len(self.articles)} articles read")
            for locale, version in _versions(each):
                called = f"{locale} {text(each.get('id'))} {one_line(text(version.get('title')))!r}".strip()
                try:
                    article = self._article(each, locale, version)
                    articles[article.scope, article.key, article.locale] = article
                    listed.add((article.scope, article.key, article.language))
                except HeldBack as why:
                    left_out.append(LeftOut(called, str(why), "unpublished"))
                except NotAnArticle as why:
                    left_out.append(LeftOut(called, str(why), "broken"))
                    listed.add((_scope(each), text(each.get("id")), of_locale(locale)))
        complete = self._ended or not self.articles
        left_out += [] if complete else [MORE_PAGES]
        return Found(tuple(articles.values()), tuple(left_out), frozenset(listed), complete)

    def _article(self, given: Record, locale: str, version: Record) -> FoundArticle:
        if text(version.get("state")) != "published":
            raise HeldBack("it is a draft")
        title, address = one_line(text(version.get("title"))), text(version.get("url"))
        if not title:
            raise NotAnArticle("it has no title")
        markdown = to_markdown(text(version.get("body")), address)
        return FoundArticle(
            scope=_scope(given),
            key=text(given.get("id")),
            language=of_locale(locale) if locale else of_text(f"{title}\n{markdown}", ""),
            locale=locale,
            title=title,
            markdown=markdown,
            name=title,
            address=address,
            updated=day(version.get("updated_at")) or day(given.get("updated_at")),
            topic=slug(self._groups.get(text(given.get("parent_id")), "")),
            original=version is given or locale == text(given.get("default_locale")).lower(),
        )


def _is_article(each: Record) -> bool:
    return "title" in each and "state" in each and "body" in each and "source_locale" not in each


def _versions(given: Record) -> Iterator[tuple[str, Record]]:
    """Each language's; the article's own fields are those of the default language, which may stand below again."""
    translated = {
        locale.lower(): record(content)
        for locale, content in record(given.get("translated_content")).items()
        if isinstance(content, dict) and "title" in content
    }
    own = text(given.get("default_locale")).lower()
    if own not in translated:
        yield own, given
    yield from translated.items()


def _scope(given: Record) -> str:
    return f"intercom:{text(given.get('workspace_id'))}"
