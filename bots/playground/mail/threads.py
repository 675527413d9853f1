"""Which mails belong together: those that name each other's Message-ID. Pure."""

import re
from collections.abc import Sequence

from bots.playground.mail.mail import Mail

_ID = re.compile(r"<[^<>\s]{1,250}>")


def threads(mails: Sequence[Mail]) -> list[list[Mail]]:
    """The mails in groups, each in the order of `mails`; the group with the latest mail is last."""
    groups: list[tuple[set[str], list[int]]] = []
    for number, mail in enumerate(mails):
        ids, members = _ids(mail), [number]
        for group in [each for each in groups if each[0] & ids]:
            groups.remove(group)
            ids |= group[0]
            members += group[1]
        groups.append((ids, sorted(members)))
    return [[mails[number] for number in members] for _, members in groups]


def _ids(mail: Mail) -> set[str]:
    """Its own, and those that it answers."""
    named = (mail.message_id, mail.header("in-reply-to"), mail.header("references"))
    return {found for each in named for found in _ID.findall(each)}
