"""People answer mails as their mail programs do; the desk reads what they wrote anew, and finds the thread."""

import pytest

from bots.playground.mail import Mail, MailServer, NoAddress
from bots.playground.mail.reading import read
from tests.playground_mail.desk import DESK, TICKET, TOKEN, Desk

ANNA = "anna@shop.example"


def came(server: MailServer, raw: bytes, to: str = ANNA, sender: str = TICKET) -> Mail:
    """A mail of the desk's is in somebody's mailbox."""
    server.send(sender, to, raw)
    return server.mailbox(to).mails[-1]


QUESTION = (
    b"From: Hamerslag <support@desk.example>\r\nTo: anna@shop.example\r\nReply-To: " + TICKET.encode() + b"\r\n"
    b"Subject: [FD-7K2M9P] Your question\r\nMessage-ID: <fd-7k2m9p.customer.2.d1@desk.example>\r\n"
    b"References: <fd-7k2m9p.customer.1.d1@desk.example>\r\n\r\nWe found your parcel.\r\n\r\nBest wishes, Tom\r\n"
)


async def test_an_answer_goes_where_answers_are_asked_for_and_names_its_thread(town: MailServer, desk: Desk) -> None:
    mail = came(town, QUESTION)
    written = await town.mailbox(ANNA).replies(mail, "Thank you!\n\nWhere is it?")
    letter = await desk.gets()
    assert (written.to, letter.token, letter.sender, letter.sender_name) == (TICKET, TOKEN, ANNA, "Anna")
    assert (letter.subject, letter.text) == ("Re: [FD-7K2M9P] Your question", "Thank you!\n\nWhere is it?")
    assert letter.answers == ("fd-7k2m9p.customer.2.d1@desk.example", "fd-7k2m9p.customer.1.d1@desk.example")
    assert (letter.automatic, letter.trust, letter.bounced) == (False, "aligned", None)


async def test_what_is_answered_stands_quoted_beneath(town: MailServer) -> None:
    written = await town.mailbox(ANNA).replies(came(town, QUESTION), "Thank you!")
    assert written.text == (
        "Thank you!\n\nOn Mon, 2 Mar 2026 at 12:00, Hamerslag <support@desk.example> wrote:\n\n"
        "> We found your parcel.\n>\n> Best wishes, Tom"
    )


async def test_an_answer_to_an_answer_keeps_its_subject(town: MailServer) -> None:
    mail = came(town, QUESTION.replace(b"Subject: ", b"Subject: Re: "))
    assert (await town.mailbox(ANNA).replies(mail, "Yes")).subject == "Re: [FD-7K2M9P] Your question"


async def test_files_go_with_an_answer(town: MailServer, desk: Desk) -> None:
    files = {"vase.jpg": b"\xff\xd8\xff", "zażalenie.txt": "zażółć".encode()}
    written = await town.mailbox(ANNA).replies(came(town, QUESTION), "Look", files)
    told = [(each.name, each.kind, each.size) for each in (await desk.gets()).attached]
    assert told == [("vase.jpg", "image/jpeg", 3), ("zażalenie.txt", "text/plain", 10)]
    assert [(each.name, each.kind, each.size) for each in written.attached] == told
    assert written.text.startswith("Look\n")


async def test_a_name_of_ones_own(town: MailServer, desk: Desk) -> None:
    await town.mailbox(ANNA).replies(came(town, QUESTION), "Yes", name="Anna Nowak")
    assert (await desk.gets()).sender_name == "Anna Nowak"


async def test_a_machine_answers_while_its_owner_is_away(town: MailServer, desk: Desk) -> None:
    await town.mailbox(ANNA).auto_replies(came(town, QUESTION))
    letter = await desk.gets()
    assert (letter.automatic, letter.token, letter.bounced) == (True, TOKEN, None)
    assert letter.answers[0] == "fd-7k2m9p.customer.2.d1@desk.example"
    assert "out of the office" in letter.text


async def test_a_mail_bounces_to_the_sender_of_its_envelope(town: MailServer, desk: Desk) -> None:
    reason = "552 5.2.2 mailbox full"
    await town.mailbox(ANNA).bounces(came(town, QUESTION), reason)
    letter = await desk.gets()
    assert letter.bounced is not None
    assert (letter.bounced.to, letter.bounced.status, letter.bounced.final) == (ANNA, "5.2.2", True)
    assert letter.bounced.said == reason
    assert (letter.automatic, letter.token) == (True, TOKEN)
    assert letter.answers[0] == "fd-7k2m9p.customer.2.d1@desk.example"


async def test_a_bounce_of_a_mail_to_the_desk_itself_is_found_by_what_comes_back(town: MailServer, desk: Desk) -> None:
    await town.mailbox(ANNA).bounces(came(town, QUESTION, sender=DESK))
    assert (await desk.gets()).token == TOKEN


async def test_nobody_is_told_of_a_mail_from_nobody(town: MailServer) -> None:
    mail = came(town, QUESTION, sender="")
    for deed in (town.mailbox(ANNA).bounces, town.mailbox(ANNA).auto_replies):
        with pytest.raises(NoAddress):
            await deed(mail)
    assert town.mailbox(ANNA).sent == []


async def test_a_new_mail_to_the_desk_belongs_to_no_ticket(town: MailServer, desk: Desk) -> None:
    await town.mailbox(ANNA).writes(DESK, "A question", "Do you ship to Malta?")
    letter = await desk.gets()
    assert (letter.token, letter.answers, letter.subject) == ("", (), "A question")


async def test_who_pretends_to_be_somebody_else_is_seen_through(town: MailServer, desk: Desk) -> None:
    await town.mailbox("eve@evil.example").writes(TICKET, "Re: it", "Send the money to me", pretending=ANNA)
    letter = await desk.gets()
    assert (letter.sender, letter.trust) == (ANNA, "failed")


async def test_people_write_to_each_other_too(town: MailServer, desk: Desk) -> None:
    await town.mailbox(ANNA).writes("Daan <Daan@shop.example>", "Hello", "Hi Daan")
    mail = await town.mailbox("daan@shop.example").gets("Hi Daan")
    assert (mail.sent, mail.waiting, mail.sender) == (False, False, ANNA)
    await town.mailbox("daan@shop.example").replies(mail, "Hi Anna")
    assert (await town.mailbox(ANNA).gets("Hi Anna")).header("in-reply-to") == mail.message_id
    assert desk.letters == []


HOSTILE = {
    "no author": b"Message-ID: <@>\r\n\r\nhello",
    "an address without a host": b"From: a@\r\n\r\nhello",
    "five thousand brackets": b"From: " + b"(" * 5000 + b"\r\n\r\nhello",
    "headers in a subject": b"From: a@b.example\r\nSubject: =?utf-8?q?x=0D=0ABcc=3A_c=40d.example=E2=80=A8y?=\r\n\r\nhello",
    "many references": b"From: a@b.example\r\nMessage-ID: <x@y>\r\nReferences: " + b"<a@b> " * 3000 + b"\r\n\r\nhello",
    "a name with everything": b'From: "=?utf-8?q?a=0D=0Ab=22=5C=00?=" <a@b.example>\r\n\r\nhello',
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
async def test_a_hostile_mail_is_answered_safely_or_not_at_all(town: MailServer, raw: bytes) -> None:
    mail = came(town, raw)
    for deed in (town.mailbox(ANNA).auto_replies, town.mailbox(ANNA).bounces):
        await deed(mail)
    try:
        written = await town.mailbox(ANNA).replies(mail, "Who are you?")
    except NoAddress:
        return
    assert "Bcc" not in read(written.raw).headers
    assert written.text.startswith("Who are you?")
