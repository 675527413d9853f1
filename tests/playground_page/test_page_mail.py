"""The mailboxes at the page: threads, what is written there, and what happens to a mail otherwise."""

from typing import Any

import pytest

from bots.playground.mail import Mail, MailServer
from bots.playground.page.mailboxes import split
from bots.playground.world import REPLY_ADDRESS, TEAM_INBOX, Playground
from tests.playground_page.conftest import Visitor

ANNA = "anna@example.org"
TICKET = REPLY_ADDRESS.replace("@", "+fd-0123456789abcdefghjkmnpqrs@")


@pytest.fixture
def server(playground: Playground) -> MailServer:
    assert playground.mail is not None
    return playground.mail


def ticket(server: MailServer, to: str = TEAM_INBOX, sender: str = TICKET) -> Mail:
    lines = (f"From: Desk <{REPLY_ADDRESS}>", f"Reply-To: {TICKET}", "Subject: Ticket", "Message-ID: <1@desk.example>")
    server.send(sender, to, "\r\n".join([*lines, "", "Where is it?"]).encode())
    return server.mailbox(to).mails[-1]


async def mailboxes(visitor: Visitor) -> dict[str, list[list[dict[str, Any]]]]:
    """Each address with its threads."""
    return {each["address"]: each["threads"] for each in (await visitor.sees("mail"))["mailboxes"]}


async def test_an_answer_stands_in_the_thread_that_it_answers(visitor: Visitor, server: MailServer) -> None:
    ticket(server)
    await visitor.did("reply_mail", mailbox=TEAM_INBOX, mail=0, text="It is on its way.\n")
    [[asked, answered]] = (await mailboxes(visitor))[TEAM_INBOX]
    assert (asked["id"], asked["sent"]) == ("mail-0", False)
    assert (answered["id"], answered["sent"], answered["to"]) == ("sent-0", True, TICKET)
    assert (answered["from"], answered["subject"]) == (f"Tom Visser <{TEAM_INBOX}>", "Re: Ticket")
    assert answered["text"] == "It is on its way."
    assert answered["quoted"].endswith("wrote:\n\n> Where is it?")
    assert answered["waiting"]


async def test_files_go_with_an_answer_by_their_names(visitor: Visitor, server: MailServer) -> None:
    ticket(server)
    kept = [await sends(visitor, "bill.pdf", b"%PDF"), await sends(visitor, "bill.pdf", b"%PDF-1.7")]
    await visitor.did("reply_mail", mailbox=TEAM_INBOX, mail=0, text="Here", files=kept)
    [[_, answered]] = (await mailboxes(visitor))[TEAM_INBOX]
    assert answered["attached"] == [{"name": "bill.pdf", "size": 4}, {"name": "2-bill.pdf", "size": 8}]


async def sends(visitor: Visitor, name: str, content: bytes) -> str:
    headers = {"Origin": visitor.origin, "Content-Type": "application/octet-stream"}
    url = f"{visitor.url}attachment"
    async with visitor.session.post(url, params={"name": name}, data=content, headers=headers) as answer:
        assert answer.status == 200
        return str((await answer.json())["made"])


async def test_a_file_goes_once(visitor: Visitor, server: MailServer) -> None:
    ticket(server)
    kept = await sends(visitor, "bill.pdf", b"%PDF")
    await visitor.did("reply_mail", mailbox=TEAM_INBOX, mail=0, text="Here", files=[kept])
    status, answer = await visitor.does("reply_mail", mailbox=TEAM_INBOX, mail=0, text="Here", files=[kept])
    assert (status, answer["error"]) == (404, "A file is no longer here. Choose it again.")


async def test_only_the_latest_files_are_kept(visitor: Visitor, server: MailServer) -> None:
    ticket(server)
    kept = [await sends(visitor, f"{number}.txt", b"x") for number in range(11)]
    assert (await visitor.does("reply_mail", mailbox=TEAM_INBOX, mail=0, text="x", files=kept[:1]))[0] == 404
    await visitor.did("reply_mail", mailbox=TEAM_INBOX, mail=0, text="x", files=kept[1:])


async def test_anybody_writes_to_anybody(visitor: Visitor, server: MailServer) -> None:
    await visitor.did("write_mail", mailbox="Eve@evil.example", to=ANNA, subject="Hello", text="Hi")
    boxes = await mailboxes(visitor)
    assert [[mail["sent"] for mail in thread] for thread in boxes["eve@evil.example"]] == [[True]]
    assert boxes[ANNA][0][0]["from"] == "Eve <eve@evil.example>"


async def test_a_machine_answers_and_a_mail_bounces(visitor: Visitor, server: MailServer) -> None:
    ticket(server, ANNA)
    await visitor.did("auto_reply_mail", mailbox=ANNA, mail=0)
    await visitor.did("bounce_mail", mailbox=ANNA, mail=0)
    [[_, reply], [bounce]] = (await mailboxes(visitor))[ANNA]
    assert (reply["subject"], reply["to"]) == ("Automatic reply: Ticket", TICKET)
    assert (bounce["subject"], bounce["to"]) == ("Undelivered Mail Returned to Sender", TICKET)


IMPOSSIBLE: dict[str, tuple[dict[str, Any], int]] = {
    "nothing to say": ({"do": "reply_mail", "mailbox": TEAM_INBOX, "mail": 0, "text": " \n"}, 400),
    "no such mail": ({"do": "reply_mail", "mailbox": TEAM_INBOX, "mail": 7, "text": "x"}, 404),
    "a mail before the first": ({"do": "bounce_mail", "mailbox": TEAM_INBOX, "mail": -1}, 404),
    "no such mailbox": ({"do": "auto_reply_mail", "mailbox": "x@y.example", "mail": 0}, 404),
    "nobody to write to": ({"do": "write_mail", "mailbox": ANNA, "to": "x", "subject": "", "text": "x"}, 400),
    "nobody who writes": ({"do": "write_mail", "mailbox": "<>", "to": ANNA, "subject": "", "text": "x"}, 400),
    "a bounce to nobody": ({"do": "bounce_mail", "mailbox": TEAM_INBOX, "mail": 1}, 400),
}


@pytest.mark.parametrize(("action", "status"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
async def test_what_cannot_be_sent_is_said(
    visitor: Visitor, server: MailServer, action: dict[str, Any], status: int
) -> None:
    ticket(server)
    server.send("", TEAM_INBOX, b"Subject: from nobody\r\n\r\nx")
    before = await mailboxes(visitor)
    told, answer = await visitor.does(**action)
    assert (told, bool(answer["error"])) == (status, True)
    assert await mailboxes(visitor) == before


async def test_mails_are_delivered_twice_on_request(visitor: Visitor, server: MailServer) -> None:
    await visitor.did("deliver_times", times=2)
    assert server.door.times == 2
    await visitor.did("calm")
    assert server.door.times == 1


SPLIT = {
    "no quotes": ("Hello\nyou", "Hello\nyou", ""),
    "quotes beneath": (
        "Yes\n\nOn Monday, Tom wrote:\n\n> Well?\n>\n> Tom",
        "Yes",
        "On Monday, Tom wrote:\n\n> Well?\n>\n> Tom",
    ),
    "quotes without a line above": ("Yes\n> Well?", "Yes", "> Well?"),
    "quotes between": ("> Well?\nYes", "> Well?\nYes", ""),
    "nothing but quotes": ("On Monday, Tom wrote:\n> Well?", "On Monday, Tom wrote:\n> Well?", ""),
    "nothing": ("", "", ""),
}


@pytest.mark.parametrize(("text", "written", "quoted"), SPLIT.values(), ids=SPLIT)
def test_what_a_mail_quotes_at_its_end_is_told_apart(text: str, written: str, quoted: str) -> None:
    assert split(text) == (written, quoted)
