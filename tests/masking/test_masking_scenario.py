"""The running desk: a card number and an account reach neither its disk nor Slack, the mails, the model or the log."""

from pathlib import Path

import pytest

from bots.playground.slack import Person
from tests.cli.moving_data import in_file
from tests.privacy.canary import in_files, in_slack, in_tables
from tests.scenarios.test_scenario_mail_in import answer, delivers, has_a_ticket
from tests.scenarios.test_scenario_tickets import ADDRESS
from tests.scenarios.town import TEAM, Town, chatting

CARD, IBAN = "4111 1111 1111 1111", "NL91ABNA0417164300"
WRAPPED = "4111 1111\n1111 1111"
SIGNS = ("4111 1111", "411111", "ABNA", "0417164300", "04171643")


def nothing_is_left(town: Town, folder: Path, log: str) -> None:
    assert in_tables(in_file(folder / "desk.db"), SIGNS) == []
    assert in_files(folder, SIGNS) == []
    assert in_slack(town.slack, SIGNS) == []
    assert [sign for sign in SIGNS if sign in log] == []


@pytest.mark.fault(
    "Security",
    "card numbers and IBANs masked before storage and before the model",
    "in no table, file, thread, mail, log",
)
async def test_what_is_typed_in_a_chat(
    town: Town, tom: Person, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    anna = town.customer()
    chat = await chatting(town, anna, tom)
    await anna.write(f"I paid with {CARD}, refund it to {IBAN} please")
    await anna.reads("we never ask for it")
    await chat.thread_shows("I paid with [card], refund it to [IBAN] please")
    await chat.agent_writes(f"Thank you. Is it {CARD}?")
    await anna.reads("Is it [card]?")
    await anna.write(f"yes {CARD}")
    await chat.thread_shows("yes [card]")
    assert sum("we never ask for it" in message.text for message in anna.screen) == 1
    nothing_is_left(town, tmp_path / "data", caplog.text)


async def test_what_comes_by_mail(town: Town, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    anna = town.customer()
    ticket = await has_a_ticket(town, anna)
    assert await delivers(town, answer(ticket.to_team, TEAM, f"We have sent it to {IBAN}.")) == 200
    read = await anna.reads("We have sent it to [IBAN].")
    assert "ABNA" not in read.text
    assert await delivers(town, answer(ticket.to_customer, ADDRESS, f"I paid with {WRAPPED}.")) == 200
    await town.team_gets("I paid with [card].")
    assert await delivers(town, answer(ticket.to_team, TEAM, "Thank you, we have found it.")) == 200
    told = await town.mail.mailbox(ADDRESS).gets("we never ask for it")
    assert "Thank you, we have found it." in told.text
    nothing_is_left(town, tmp_path / "data", caplog.text)
