"""Files that a person at the page has chosen for a mail which is not sent yet."""

import secrets

from bots.playground.page.errors import CannotDo

MOST = 10  # kept; the oldest goes


class Attachments:
    """Each file until the mail that takes it."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, bytes]] = {}

    def keep(self, name: str, content: bytes) -> str:
        """The name by which a mail takes it."""
        if len(self._kept) >= MOST:
            del self._kept[next(iter(self._kept))]
        made = secrets.token_hex(8)
        self._kept[made] = (name[:255] or "file", content)
        return made

    def take(self, wanted: list[str]) -> dict[str, bytes]:
        """By their file names, each told apart. Raises CannotDo for one that is no longer here."""
        if not all(each in self._kept for each in wanted):
            raise CannotDo("A file is no longer here. Choose it again.", 404)
        files: dict[str, bytes] = {}
        for each in dict.fromkeys(wanted):
            name, content = self._kept.pop(each)
            files[_untaken(name, files)] = content
        return files


def _untaken(name: str, among: dict[str, bytes]) -> str:
    """Two of one name are "bill.pdf" and "2-bill.pdf"."""
    return name if name not in among else _untaken(f"{len(among) + 1}-{name}", among)
