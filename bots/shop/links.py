"""Makes the links with which customers sign in, and reads the links by which they come from the shop's pages."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from secrets import token_urlsafe

from yarl import URL

from bots.shop.deep_links import read_payload
from core.language.spec import ENGLISH
from core.model.facts import SignIn, Start
from core.model.ids import Language

VALID = timedelta(minutes=10)


def new_sign_in(page: str) -> Callable[[datetime], SignIn]:
    """Fresh links to the shop's sign-in page, with 256 bits each."""

    def make(now: datetime) -> SignIn:
        token = token_urlsafe(32)
        return SignIn(token, str(URL(page).update_query(link=token)), now + VALID)

    return make


def start_reader(
    secrets: Sequence[str], titles: Callable[[str], Mapping[str, str]]
) -> Callable[[str, Language], Start | None]:
    """What the payload of a /start has chosen; None for one that we did not make, and for an article that is no more.

    It may be signed with any of the `secrets`. `titles` gives an article's titles by language.
    """

    def read(payload: str, language: Language) -> Start | None:
        target = next(filter(None, (read_payload(payload, secret) for secret in secrets)), None)
        if target is None or target.kind == "order":
            return Start("order", target.id) if target else None
        known = titles(target.id)
        title = known.get(language) or known.get(ENGLISH)
        return Start("article", target.id, title) if title else None

    return read
