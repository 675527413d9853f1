"""Each of the agent's messages shows whether the customer has it, and what else can be tried where they have not."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from core.model.controls import Resend, SendByMail
from core.model.conversation import Filling
from core.model.effects import Say
from core.model.errors import Fault
from core.model.facts import MailFacts
from core.model.file import File
from core.model.ids import CaseCode
from core.model.ticket import TicketLine
from core.model.view import Line, Words
from tests.flow.cast import EVA, NOON, TOM
from tests.flow.scenes import with_tom
from tests.flow.thread_dialogue import ThreadDialogue

MAIL = "anna@example.com"
INVOICE = File("slack:F1", "invoice.pdf", "application/pdf", 1000)
LONG = "Here it is. " * 100


@pytest.fixture
def chat() -> Iterator[ThreadDialogue]:
    dialogue = ThreadDialogue()
    with_tom(dialogue)
    yield dialogue
    dialogue.silence()


def sent(chat: ThreadDialogue, words: str = "Hello", ref: str = "1") -> ThreadDialogue:
    return chat.writes(TOM, words, ref).says(TOM, words, ref)


def lost(chat: ThreadDialogue, *controls: Resend | SendByMail, fault: Fault = "blocked") -> ThreadDialogue:
    sent(chat).is_lost(fault=fault).marks("failed")
    return chat.asks_staff("failed.1", f"staff.failed_{fault}", *(controls or (Resend("1"),)), quoted="Hello")


def with_address(chat: ThreadDialogue) -> None:
    chat.conversation = replace(chat.conversation, email=MAIL)


def mailed(chat: ThreadDialogue) -> Say:
    mail = chat.untold.pop(0)
    assert isinstance(mail, Say)
    assert str(mail.to) == f"email:{MAIL}"
    return mail


# --- what is shown


def test_what_has_arrived_is_marked_so(chat: ThreadDialogue) -> None:
    sent(chat).arrives().marks("sent")


def test_it_is_marked_in_its_thread_after_the_chat_too(chat: ThreadDialogue) -> None:
    sent(chat).closes(TOM).sees("chat.closed", "rating.solved").ends_thread("closing.by_agent")
    chat.arrives().marks("sent")


def test_it_is_marked_behind_a_form_which_goes_on(chat: ThreadDialogue) -> None:
    sent(chat).presses("offer.email", chat.turn).sees("filling.email").arrives().marks("sent").is_in(Filling)


@pytest.mark.parametrize("fault", ["blocked", "gone", "refused", "exhausted"])
def test_what_has_not_arrived_is_marked_and_says_why(chat: ThreadDialogue, fault: Fault) -> None:
    lost(chat, fault=fault)


def test_nobody_knows_whether_what_was_not_confirmed_has_arrived(chat: ThreadDialogue) -> None:
    sent(chat).is_lost(fault="exhausted", certain=False).marks("failed")
    chat.asks_staff("failed.1", "staff.failed_unsure", Resend("1"), quoted="Hello")


def test_words_that_arrive_do_not_hide_a_file_that_did_not(chat: ThreadDialogue) -> None:
    chat.writes(TOM, LONG, files=(INVOICE,)).says(TOM, LONG).passes_file(INVOICE)
    chat.is_lost(fault="refused").marks("failed")
    chat.asks_staff("failed.1", "staff.failed_file", Resend("1"), quoted=LONG)
    chat.arrives()


def test_what_was_taken_back_meanwhile_need_not_arrive(chat: ThreadDialogue) -> None:
    sent(chat).removes(TOM).takes_back()
    chat.arrives()


# --- what else can be tried


def test_it_is_sent_again(chat: ThreadDialogue) -> None:
    lost(chat).uses(TOM, Resend("1")).says(TOM, "Hello").settles("failed.1", "staff.sent_again").arrives().marks("sent")


def test_who_names_none_means_the_last_message_that_failed(chat: ThreadDialogue) -> None:
    chat.uses(TOM, Resend("")).whispers(TOM, "staff.nothing_lost")
    lost(chat)
    sent(chat, "There?", "2")
    chat.uses(TOM, Resend("")).says(TOM, "Hello").settles("failed.1", "staff.sent_again")


def test_the_last_message_that_failed_goes_by_mail(chat: ThreadDialogue) -> None:
    with_address(chat)
    lost(chat, Resend("1"), SendByMail("1")).uses(TOM, SendByMail(""))
    assert mailed(chat).ref == "1"
    chat.settles("failed.1", "staff.sent_by_mail")


def test_what_has_arrived_is_not_sent_again(chat: ThreadDialogue) -> None:
    sent(chat).uses(TOM, Resend("1")).whispers(TOM, "staff.nothing_lost")
    lost(chat).uses(TOM, Resend("1")).says(TOM, "Hello").settles("failed.1", "staff.sent_again")
    chat.uses(TOM, Resend("1")).whispers(TOM, "staff.nothing_lost")


def test_of_a_message_only_what_was_lost_is_sent_again(chat: ThreadDialogue) -> None:
    chat.writes(TOM, LONG, files=(INVOICE,)).says(TOM, LONG).passes_file(INVOICE)
    chat.is_lost(fault="refused").marks("failed")
    chat.asks_staff("failed.1", "staff.failed_file", Resend("1"), quoted=LONG)
    chat.uses(TOM, Resend("1")).passes_file(INVOICE).settles("failed.1", "staff.sent_again")


def test_it_is_sent_again_after_the_chat_too(chat: ThreadDialogue) -> None:
    lost(chat).closes(TOM).sees("chat.closed", "rating.solved").ends_thread("closing.by_agent")
    chat.uses(TOM, Resend("1")).says(TOM, "Hello").settles("failed.1", "staff.sent_again")


def test_a_colleague_does_not_decide_about_it(chat: ThreadDialogue) -> None:
    lost(chat).uses(EVA, Resend("1")).whispers(EVA, "staff.not_owner")


def test_it_goes_by_mail_to_the_address_that_is_known(chat: ThreadDialogue) -> None:
    with_address(chat)
    lost(chat, Resend("1"), SendByMail("1")).uses(TOM, SendByMail("1"))
    mail = mailed(chat)
    assert mail.view.title
    assert (mail.view.title.key, mail.view.title.params) == ("mail.from_chat.subject", {"agent": "Tom", "case": "FD-1"})
    line, words = mail.view.blocks
    assert isinstance(line, Line)
    assert (line.text.key, words, mail.letterhead) == ("mail.from_chat", Words("Hello"), None)
    chat.settles("failed.1", "staff.sent_by_mail").arrives().marks("sent")
    chat.changes(TOM, "Hello Anna").whispers(TOM, "staff.already_sent")


def test_where_there_is_a_ticket_the_mail_is_part_of_it(chat: ThreadDialogue) -> None:
    with_address(chat)
    ticket = TicketLine(CaseCode("FD-0"), "waiting", "Why?", NOON, email=MAIL, token="a-token")
    chat.mails = MailFacts(own=(ticket,))
    lost(chat, Resend("1"), SendByMail("1")).uses(TOM, SendByMail("1"))
    letterhead = mailed(chat).letterhead
    assert letterhead
    assert (letterhead.id, letterhead.token) == ("fd-1.customer.1", "a-token")
    chat.settles("failed.1", "staff.sent_by_mail")


def test_without_an_address_the_agent_reads_how_to_get_one(chat: ThreadDialogue) -> None:
    lost(chat).uses(TOM, SendByMail("1")).whispers(TOM, "staff.no_address")


def test_to_an_address_that_may_be_somebody_elses_nothing_goes(chat: ThreadDialogue) -> None:
    with_address(chat)
    chat.mails = MailFacts(hears=True)
    lost(chat, Resend("1")).uses(TOM, SendByMail("1")).whispers(TOM, "staff.address_not_proven")


def test_words_under_a_file_that_is_lost_go_by_mail(chat: ThreadDialogue) -> None:
    with_address(chat)
    chat.writes(TOM, "Here", files=(INVOICE,)).passes_file(INVOICE, under="Here").is_lost(fault="refused")
    chat.marks("failed")
    chat.asks_staff("failed.1", "staff.failed_file", Resend("1"), SendByMail("1"), quoted="Here")
    chat.uses(TOM, SendByMail("1"))
    assert mailed(chat).view.blocks[-1] == Words("Here")
    chat.settles("failed.1", "staff.sent_by_mail")


def test_a_file_does_not_go_by_mail(chat: ThreadDialogue) -> None:
    with_address(chat)
    chat.writes(TOM, "", files=(INVOICE,)).passes_file(INVOICE).is_lost(fault="refused").marks("failed")
    chat.asks_staff("failed.1", "staff.failed_file", Resend("1"))
    chat.uses(TOM, SendByMail("1")).whispers(TOM, "staff.not_mailed")


def test_a_mail_that_fails_is_told_too(chat: ThreadDialogue) -> None:
    with_address(chat)
    lost(chat, Resend("1"), SendByMail("1")).uses(TOM, SendByMail("1"))
    mailed(chat)
    chat.settles("failed.1", "staff.sent_by_mail").is_lost(fault="refused").marks("failed")
    chat.asks_staff("failed.1", "staff.failed_mail", Resend("1"), quoted="Hello")
