"""A ticket goes back and forth between the chat, the customer's mailbox and the team's, and loses no word."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bots.playground.faults import Fault
from bots.playground.telegram import Customer
from core.engine import retry
from tests.scenarios.corresponding import ADDRESS, Ticket, answered, opened
from tests.scenarios.town import EMAIL, HEARS_MAIL, REPLIES, TALK, TEAM, Town

STRANGER = "eve@evil.example"


@pytest.fixture
def settings() -> dict[str, str]:
    return HEARS_MAIL


async def settles(town: Town) -> None:
    """Everything that came in by mail has been decided, and what follows from it is done."""
    await town.until(lambda: not any(mail.waiting for box in town.mail.mailboxes for mail in box.sent))
    waits = (
        "SELECT (SELECT count(*) FROM inbox WHERE state = 'new')"
        " + (SELECT count(*) FROM outbox WHERE state = 'waiting')"
    )
    await town.until(lambda: town.stored(waits) == [(0,)])


# --- the whole way
async def test_from_the_question_to_was_this_solved(town: Town, anna: Customer) -> None:
    ticket = await opened(town, anna)
    await ticket.is_proven()
    await town.team.replies(ticket.opening, "Your refund left us this morning.\n\nTom")
    said = await anna.reads("Your refund left us this morning.")
    assert said.buttons == ["Solved, thank you", "New question", "Talk to customer support"]
    mail = await ticket.mailbox.gets("Your refund left us this morning.")

    await anna.write("And the second vase?")
    await anna.reads("Our team has it (case FD-")
    in_chat = await town.team_gets("And the second vase?")
    await town.team.replies(in_chat, "It follows tomorrow.")
    await anna.reads("It follows tomorrow.")
    mail = await ticket.mailbox.gets("It follows tomorrow.")

    await ticket.mailbox.replies(mail, "Splendid, that is all.")
    by_mail = await town.team_gets("Splendid, that is all.")
    assert "The customer wrote by e-mail:" in by_mail.text
    assert "It follows tomorrow." not in by_mail.text

    await town.team.replies(by_mail, "#close")
    asked = await anna.reads("Was this solved?")
    assert asked.buttons[:2] == ["Yes, it’s solved", "Not yet"]
    assert ticket.is_one_thread()


async def test_each_answer_names_the_mails_before_it(town: Town, anna: Customer) -> None:
    ticket = await answered(town, anna)
    await town.team.replies(ticket.opening, "One word more.")
    last = await ticket.mailbox.gets("One word more.")
    first, *_, second, _ = ticket.mailbox.mails
    assert (first.header("references"), second.header("in-reply-to")) == ("", first.message_id)
    assert last.header("in-reply-to") == second.message_id
    assert last.header("references").split() == [first.message_id, second.message_id]
    assert first.subject == second.subject == last.subject


# --- whose address it is
async def test_an_address_that_nobody_proved_reads_nothing_personal(town: Town, anna: Customer) -> None:
    ticket = await opened(town, anna)
    await town.team.replies(ticket.opening, "Dear Anna, your refund of 48.50 left us.", {"bill.pdf": b"%PDF"})
    await anna.reads("your refund of 48.50 left us.")
    mail = await ticket.mailbox.gets("is waiting in the chat")
    assert mail.attached == ()
    assert not any("48.50" in each.text for each in ticket.mailbox.mails)


async def test_who_answers_from_the_address_has_proved_it(town: Town, anna: Customer) -> None:
    ticket = await opened(town, anna)
    await ticket.mailbox.replies(ticket.confirmation, "It is me.")
    await town.team_gets("It is me.")
    await anna.reads(f"From now on answers also go to {ADDRESS}.")
    await town.team.replies(ticket.opening, "Your refund left us.")
    await ticket.mailbox.gets("Your refund left us.")


async def test_a_wrong_code_proves_nothing(town: Town, anna: Customer) -> None:
    ticket = await opened(town, anna)
    await anna.write("000000" if ticket.code != "000000" else "111111")
    said = await anna.reads("That isn’t the code")
    assert "Send a new code" in said.buttons
    await town.team.replies(ticket.opening, "Your refund left us.")
    await ticket.mailbox.gets("is waiting in the chat")


# --- files
async def test_an_old_button_of_a_case_that_was_merged_is_about_the_one_in_which_it_goes_on(
    town: Town, anna: Customer
) -> None:
    ticket = await answered(town, anna)
    old = anna.screen[-1]
    await anna.press("New question")
    await anna.reads("What can I help you with?")
    await anna.write("How do I change my password?")
    await anna.reads("I couldn’t find an answer")
    await anna.press(TALK)
    await anna.reads("This is how you can reach our team:")
    await anna.press(EMAIL)
    await anna.reads("Which e-mail address")
    await anna.press(f"Use {ADDRESS}")
    opening = await town.team_gets("] How do I change my password?")
    case = opening.subject[1:10]
    await town.team.replies(ticket.opening, f"#merge {case}")
    await anna.reads(f"they’re one case now: {case}.")
    await anna.press("Solved, thank you", message_id=old.id)
    await anna.reads(f"Case {case} is closed.")


async def test_files_go_on_to_the_other_side(town: Town, anna: Customer) -> None:
    ticket = await answered(town, anna)
    files = {"crack.jpg": b"\xff\xd8\xff" * 1000, "rachunek.pdf": b"%PDF"}
    await ticket.mailbox.replies(ticket.mailbox.mails[-1], "Look at this", files)
    mail = await town.team_gets("Look at this")
    assert [(each.name, each.size) for each in mail.attached] == [("crack.jpg", 3000), ("rachunek.pdf", 4)]
    await town.team.replies(mail, "Here is your label", {"label.pdf": b"%PDF-1.7"})
    assert "label.pdf" in (await anna.reads("Here is your label")).text
    back = await ticket.mailbox.gets("Here is your label")
    assert [(each.name, each.size) for each in back.attached] == [("label.pdf", 8)]


# --- who else writes
async def test_a_stranger_with_the_secret_address_reaches_the_team_alone(town: Town, anna: Customer) -> None:
    ticket = await answered(town, anna)
    screen, mails = len(anna.screen), len(ticket.mailbox.mails)
    secret = ticket.confirmation.header("reply-to")
    await town.mailbox(STRANGER).writes(secret, "Re: refund", "Please send the money to me instead.")
    told = await town.team_gets("Please send the money to me instead.")
    assert f"{STRANGER}, who has no part in this case, wrote the following." in told.text
    await settles(town)
    assert (len(anna.screen), len(ticket.mailbox.mails), town.mailbox(STRANGER).mails) == (screen, mails, [])


async def test_who_only_pretends_to_be_the_customer_is_seen_through(town: Town, anna: Customer) -> None:
    ticket = await answered(town, anna)
    screen = len(anna.screen)
    secret = ticket.confirmation.header("reply-to")
    await town.mailbox(STRANGER).writes(secret, "Re: refund", "Another account, please.", pretending=ADDRESS)
    told = await town.team_gets("Another account, please.")
    assert f"gives the customer’s address ({ADDRESS}) as its sender" in told.text
    await settles(town)
    assert len(anna.screen) == screen


async def test_who_only_pretends_to_be_the_team_says_nothing_to_the_customer(town: Town, anna: Customer) -> None:
    ticket = await answered(town, anna)
    await town.mailbox(STRANGER).writes(ticket.opening.header("reply-to"), "Re", "Pay us here.", pretending=TEAM)
    await settles(town)
    assert not any("Pay us here." in each.text for each in (*anna.screen, *ticket.mailbox.mails))


async def test_a_mail_that_belongs_to_no_case_reaches_the_team_once(town: Town, anna: Customer) -> None:
    mailbox = town.mailbox("new@shop.example")
    await mailbox.writes(REPLIES, "A question", "Do you ship to Malta?")
    await town.team_gets("Do you ship to Malta?")
    await settles(town)
    assert (len(town.team.mails), mailbox.mails) == (1, [])


# --- machines
async def test_a_machines_answer_troubles_nobody(town: Town, anna: Customer) -> None:
    ticket = await answered(town, anna)
    before = len(anna.screen), len(town.team.mails), len(ticket.mailbox.mails)
    await ticket.mailbox.auto_replies(ticket.mailbox.mails[-1])
    await town.team.auto_replies(town.team.mails[-1])
    await settles(town)
    assert (len(anna.screen), len(town.team.mails), len(ticket.mailbox.mails)) == before


async def test_after_a_bounce_another_address_is_asked_for_in_the_chat(town: Town, anna: Customer) -> None:
    ticket = await opened(town, anna)
    await ticket.mailbox.bounces(ticket.confirmation)
    asked = await anna.reads(f"Our e-mail about case {ticket.case} to {ADDRESS} came back.")
    await town.team_gets(f"Our mail to the customer ({ADDRESS}) came back")
    assert "Give another address" in asked.buttons
    await anna.press("Give another address")
    await anna.reads("Which e-mail address")
    await anna.write("anna@other.example")
    await anna.reads("anna@other.example")
    await town.mailbox("anna@other.example").gets(ticket.case)
    await town.team.replies(ticket.opening, "Your refund left us.")
    await anna.reads("Your refund left us.")
    await town.mailbox("anna@other.example").gets("is waiting in the chat")


# --- trouble
async def test_while_the_mail_server_is_down_the_chat_goes_on(
    town: Town, anna: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retry, "MAILING", retry.MAILING._replace(first=timedelta(milliseconds=20)))
    ticket = await answered(town, anna)
    town.faults.add(Fault(server="mail", method="MAIL", status=451, times=6))
    await town.team.replies(ticket.opening, "One word more.")
    await anna.reads("One word more.")
    await anna.write("Thank you, but which bank?")
    await town.team_gets("Thank you, but which bank?")
    mail = await ticket.mailbox.gets("One word more.")
    assert mail.times == 1


async def test_mails_that_come_twice_are_read_once(town: Town, anna: Customer) -> None:
    town.mail.door.times = 2
    ticket = await answered(town, anna)
    await ticket.mailbox.replies(ticket.mailbox.mails[-1], "Splendid.")
    await town.team_gets("Splendid.")
    await settles(town)
    assert sum("left us this morning" in message.text for message in anna.screen) == 1
    assert sum("Splendid." in mail.text for mail in town.team.mails) == 1


async def test_mails_wait_while_the_desk_is_closed(town: Town, anna: Customer) -> None:
    ticket = await answered(town, anna)
    await town.closes()
    await town.team.replies(ticket.opening, "Written at night.")
    await ticket.mailbox.replies(ticket.mailbox.mails[-1], "Answered at night.")
    await town.opens()
    await anna.reads("Written at night.")
    await town.team_gets("Answered at night.")


Step = Callable[[], Awaitable[object]]


class Correspondence:
    """Each step is something that a person does, and what another one then sees."""

    def __init__(self, town: Town, anna: Customer) -> None:
        self.town, self.anna = town, anna
        self.ticket: Ticket | None = None

    def steps(self) -> list[Step]:
        return [self._opens, self._proves, self._answers, self._writes_in_chat, self._writes_by_mail, self._closes]

    async def _opens(self) -> None:
        self.ticket = await opened(self.town, self.anna)

    async def _proves(self) -> None:
        assert self.ticket
        await self.ticket.is_proven()

    async def _answers(self) -> None:
        assert self.ticket
        await self.town.team.replies(self.ticket.opening, "Your refund left us.")
        await self.anna.reads("Your refund left us.")
        await self.ticket.mailbox.gets("Your refund left us.")

    async def _writes_in_chat(self) -> None:
        await self.anna.write("And the second vase?")
        await self.anna.reads("Our team has it (case FD-")
        await self.town.team_gets("And the second vase?")

    async def _writes_by_mail(self) -> None:
        assert self.ticket
        await self.ticket.mailbox.replies(self.ticket.mailbox.mails[-1], "I mean the blue one.")
        await self.town.team_gets("I mean the blue one.")

    async def _closes(self) -> None:
        await self.town.team.replies(self.town.team.mails[-1], "It follows.\n\n#close")
        await self.anna.reads("It follows.")
        await self.anna.reads("Was this solved?")


async def test_a_desk_that_is_restarted_after_every_step_is_the_same_desk(town: Town, anna: Customer) -> None:
    talk = Correspondence(town, anna)
    for step in talk.steps():
        await step()
        await town.reopens()
    await settles(town)
    assert talk.ticket
    assert talk.ticket.is_one_thread()
    assert [mail.times for mail in (*town.team.mails, *talk.ticket.mailbox.mails)] == [1] * 6
    assert sum("Your refund left us." in message.text for message in anna.screen) == 1
