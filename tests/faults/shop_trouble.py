"""What a shop does for a moment or always wrong, and what the operator reads of it."""

import logging

import pytest

from bots.playground.shop import trouble

FAILING = {
    "slow": trouble.late(),
    "500": trouble.BROKEN,
    "502 of a gateway": trouble.BAD_GATEWAY,
    "429": trouble.rate_limited("0.01"),
    "dropped": trouble.DROPPED,
    "cut off": trouble.CUT,
}
WRONG = {
    "HTML": trouble.HTML,
    "no JSON": trouble.NOT_JSON,
    "a list": trouble.LIST,
    "wrongly signed": trouble.WRONG_SIGNATURE,
    "unsigned": trouble.UNSIGNED,
    "signed for another request": trouble.SIGNED_FOR_ANOTHER,
    "elsewhere": trouble.REDIRECT,
}


def alarms(caplog: pytest.LogCaptureFixture) -> list[str]:
    shops = (record for record in caplog.records if record.name.startswith("bots.shop"))
    return [record.getMessage() for record in shops if record.levelno >= logging.ERROR]
