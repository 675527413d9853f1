"""Whoever runs a command has a name for the audit, or none."""

import getpass

import pytest

from bots.cli.operator import account


def test_it_is_the_name_of_their_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "eva")
    assert account() == "eva"


def test_in_a_container_there_may_be_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 1234")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert account() == "?"
