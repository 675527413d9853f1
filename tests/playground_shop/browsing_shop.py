"""A browser without scripts: keeps cookies, fills forms, follows where it is sent."""

import html
import re

import aiohttp


class Browser:
    """`text` is what can be read on the page at hand."""

    def __init__(self, session: aiohttp.ClientSession, root: str) -> None:
        self.session = session
        self.root = root
        self.page = ""
        self.status = 0
        self.path = ""
        self.headers: dict[str, str] = {}

    async def opens(self, path: str) -> None:
        async with self.session.get(f"{self.root}{path}") as answer:
            await self._shown(answer)

    async def sends(self, path: str, headers: dict[str, str] | None = None, **changed: str) -> None:
        """The form on the page at hand, with what was pressed or changed."""
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', self.page)
        fields = {name: html.unescape(value) for name, value in hidden} | changed
        async with self.session.post(f"{self.root}{path}", data=fields, headers=headers) as answer:
            await self._shown(answer)

    async def _shown(self, answer: aiohttp.ClientResponse) -> None:
        self.page, self.status, self.path = await answer.text(), answer.status, answer.url.path
        self.headers = dict(answer.headers)

    async def is_(self, person: str) -> None:
        await self.sends("/sign-in", person=person)

    @property
    def text(self) -> str:
        main = self.page.partition("<main>")[2].partition("</main>")[0]
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?(bdi|strong)>", "", main))).split())
