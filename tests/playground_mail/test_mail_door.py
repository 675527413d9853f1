"""Mails to the desk go over its signed door, and wait while it is closed."""

from bots.playground.mail import MailServer
from bots.playground.mail.door import Pace
from tests.playground_mail.conftest import deliver
from tests.playground_mail.desk import DESK, NOW, SECRET, TICKET, Desk, until

ANNA = "anna@shop.example"


async def test_mails_come_in_their_order(town: MailServer, desk: Desk) -> None:
    sent = [await town.mailbox(ANNA).writes(TICKET, "Re: it", f"word {number}") for number in range(5)]
    await until(lambda: len(desk.letters) == 5)
    assert [letter.text for letter in desk.letters] == [f"word {number}" for number in range(5)]
    assert not any(mail.waiting or mail.refused for mail in sent)


async def test_a_mail_waits_while_the_desk_is_closed(town: MailServer, desk: Desk) -> None:
    await desk.closes()
    mail = await town.mailbox(ANNA).writes(TICKET, "Re: it", "Hello?")
    assert mail.waiting
    await desk.opens()
    assert (await desk.gets()).text == "Hello?"
    await until(lambda: not mail.waiting)


async def test_a_mail_is_tried_again_while_the_desk_says_later(town: MailServer, desk: Desk) -> None:
    desk.busy = 3
    mail = await town.mailbox(ANNA).writes(TICKET, "Re: it", "Hello?")
    await until(lambda: not mail.waiting)
    assert (len(desk.letters), desk.busy, mail.refused) == (1, 0, "")


async def test_what_the_desk_refuses_is_not_tried_again(town: MailServer, desk: Desk) -> None:
    other = Desk("another secret of the provider")
    await other.opens()
    town.door.is_at(other.root)
    mail = await town.mailbox(ANNA).writes(TICKET, "Re: it", "Hello?")
    await until(lambda: not mail.waiting)
    assert mail.refused.startswith("401 The signature is wrong")
    await other.closes()


async def test_mails_wait_until_somebody_says_where_the_desk_is(desk: Desk) -> None:
    server = MailServer(clock=lambda: NOW, desk=DESK, secret=SECRET)
    server.door.pace = Pace(60, 60)
    await server.start()
    await server.mailbox(ANNA).writes(TICKET, "Re: it", "Hello?")
    server.door.is_at(desk.root)
    assert (await desk.gets()).text == "Hello?"
    await server.stop()


async def test_a_stop_in_the_middle_loses_no_mail(town: MailServer, desk: Desk) -> None:
    await desk.closes()
    for number in range(3):
        await town.mailbox(ANNA).writes(TICKET, "Re: it", f"word {number}")
    await town.stop()
    await desk.opens()
    await town.start()
    await until(lambda: len(desk.letters) == 3)
    assert [letter.text for letter in desk.letters] == ["word 0", "word 1", "word 2"]


async def test_what_waits_is_kept_in_the_dump(town: MailServer, desk: Desk) -> None:
    await desk.closes()
    await town.mailbox(ANNA).writes(TICKET, "Re: it", "Hello?")
    later = MailServer(clock=lambda: NOW, desk=DESK, secret=SECRET)
    later.load(town.dump())
    assert later.mailbox(ANNA).sent == town.mailbox(ANNA).sent
    await town.stop()
    await desk.opens()
    later.door.is_at(desk.root)
    await later.start()
    await until(lambda: not later.mailbox(ANNA).sent[0].waiting)
    assert [letter.text for letter in desk.letters] == ["Hello?"]
    await later.stop()


async def test_every_mail_may_come_twice(town: MailServer, desk: Desk) -> None:
    town.door.times = 2
    await town.mailbox(ANNA).writes(TICKET, "Re: it", "Hello?")
    await until(lambda: len(desk.letters) == 2)
    assert desk.letters[0] == desk.letters[1]


async def test_what_the_desk_sends_to_itself_comes_back_to_it(town: MailServer, desk: Desk) -> None:
    await deliver(town, b"From: Support <support@desk.example>\r\nSubject: to us\r\n\r\nhello", TICKET)
    assert (await desk.gets()).subject == "to us"
    assert town.mailboxes == []


async def test_each_change_is_told(town: MailServer, desk: Desk) -> None:
    told: list[bool] = []
    town.on_change = lambda: told.append(town.mailbox(ANNA).sent[0].waiting if town.mailbox(ANNA).sent else True)
    await town.mailbox(ANNA).writes(TICKET, "Re: it", "Hello?")
    await until(lambda: told[-1:] == [False])
