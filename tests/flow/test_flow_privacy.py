"""What a customer is told of their data, and how they get it or have it erased; driven by `decide` alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from core.flow.privacy import LASTS, accounts
from core.model.conversation import Conversation, Filling, Queued, SigningIn, Stage, WithAgent
from core.model.data_wishes import DataFacts, DataNotice
from core.model.effects import Erase, Invite, SendExport
from core.model.events import CustomerChose
from core.model.ids import CaseCode, ConversationId
from core.model.privacy import Kept, Requester, Subject
from core.model.view import Line, Text
from tests.flow.cast import ANNA, BERT, CHAT, NOON, SIGN_IN, TOM
from tests.flow.dialogue import Dialogue
from tests.flow.histories import History, after, histories
from tests.flow.scenes import answered, asked_for_email, queued, signing_in, told_of_order, with_tom
from tests.flow.test_flow_table import STAGES

YEAR = 31_536_000
NOTICE = DataNotice(2 * YEAR, 2 * YEAR, 3 * YEAR, 2_592_000, 2_592_000)
CHAT_ALONE = Subject((ConversationId(str(CHAT)),))
ANNAS = Subject((ConversationId(str(CHAT)),), ANNA.id)
DATA = DataFacts(NOTICE, CHAT_ALONE)
HERS = DataFacts(NOTICE, ANNAS)
PAGE = ("privacy.title", "privacy.kept", "privacy.how_long", "privacy.who", "privacy.ai_alone")
ERASES = ("privacy.erase.what", "privacy.erase.stays", "privacy.erase.sure")
CONFIRMS = ["privacy.erase.yes", "privacy.back"]


def asks(chat: Dialogue, action: str, data: DataFacts = DATA, **known: object) -> Dialogue:
    return chat.presses(action, 0, data=data, **known)


def signed_in_before(chat: Dialogue) -> Dialogue:
    """An hour ago, too long for anything that needs a proof."""
    told_of_order(chat)
    chat.known = {"shop": True, "sign_in": SIGN_IN}
    return chat.passes(hours=1)


def erases(chat: Dialogue, subject: Subject = CHAT_ALONE) -> Dialogue:
    chat.sees("privacy.erase.begun")
    assert chat._next(Erase) == Erase(subject, Requester("customer"), CHAT, chat.conversation.language)
    return chat


def exports(chat: Dialogue, subject: Subject = CHAT_ALONE) -> Dialogue:
    chat.sees("privacy.export.coming")
    assert chat._next(SendExport) == SendExport(CHAT, subject, chat.conversation.language)
    return chat


# --- what is kept


def test_the_page_says_on_one_screen_what_is_kept() -> None:
    chat = answered(Dialogue())
    asks(chat, "privacy").sees(*PAGE, buttons=["privacy.export", "privacy.erase", "privacy.back"])


def test_it_says_what_is_kept_of_an_account_which_model_answers_and_where_the_shops_own_notice_is() -> None:
    chat = answered(Dialogue())
    notice = replace(NOTICE, model="api.example", url="https://shop.example/privacy")
    asks(chat, "privacy", replace(DATA, notice=notice), shop=True).sees(
        "privacy.title", "privacy.kept privacy.kept_shop", "privacy.how_long", "privacy.who", "privacy.ai_model"
    )
    (page,) = (effect for effect, _ in chat._done[-1:])
    assert [button.url for button in page.view.buttons if button.url] == ["https://shop.example/privacy"]  # type: ignore[union-attr]
    assert page.view.blocks[-1].text == Text("privacy.ai_model", {"host": "api.example"})  # type: ignore[union-attr]


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
def test_it_is_to_be_had_in_every_stage_and_ends_nothing(stage: type[Stage]) -> None:
    chat = STAGES[stage](Dialogue())
    before = chat.stage
    asks(chat, "privacy", HERS)
    (page,) = chat.untold
    assert Line(Text("privacy.title")) in page.view.blocks  # type: ignore[union-attr]
    assert chat.stage == before


def test_back_leads_to_where_the_customer_was() -> None:
    chat = with_tom(Dialogue())
    asks(chat, "privacy.erase").sees(*ERASES, buttons=CONFIRMS)
    asks(chat, "privacy.back").sees("chat.with")
    asks(chat, "privacy.erase.yes").sees("privacy.expired").silence()


# --- a chat that was never anybody's


def test_all_is_erased_after_a_yes() -> None:
    chat = answered(Dialogue())
    asks(chat, "privacy.erase").sees(*ERASES, buttons=CONFIRMS)
    erases(asks(chat, "privacy.erase.yes")).silence()


def test_all_is_sent_after_a_yes() -> None:
    chat = answered(Dialogue())
    asks(chat, "privacy.export").sees("privacy.export.what", buttons=["privacy.export.yes", "privacy.back"])
    exports(asks(chat, "privacy.export.yes")).silence()


def test_documents_that_cannot_be_sent_are_not_passed_over_in_silence() -> None:
    chat = answered(Dialogue())
    asks(chat, "privacy.export").sees("privacy.export.what")
    exports(asks(chat, "privacy.export.yes"))
    chat.fails(SendExport).sees("privacy.export.failed", buttons=["privacy.export", "talk"])


def test_a_yes_to_one_thing_is_none_to_the_other() -> None:
    chat = answered(Dialogue())
    asks(chat, "privacy.export").sees("privacy.export.what")
    asks(chat, "privacy.erase.yes").sees("privacy.expired", buttons=["privacy.erase", "privacy.back"]).silence()


def test_a_yes_that_comes_late_is_asked_for_again() -> None:
    chat = answered(Dialogue())
    asks(chat, "privacy.erase").sees(*ERASES)
    chat.now += timedelta(minutes=16)
    asks(chat, "privacy.erase.yes").sees("privacy.expired").silence()


def test_a_yes_that_nobody_asked_for_does_nothing() -> None:
    asks(answered(Dialogue()), "privacy.erase.yes").sees("privacy.expired").silence()


def test_two_presses_are_one_wish() -> None:
    chat = answered(Dialogue())
    asks(chat, "privacy.erase").sees(*ERASES)
    erases(asks(chat, "privacy.erase.yes"))
    asks(chat, "privacy.erase.yes").silence()


def test_while_it_is_erased_nothing_else_is_begun() -> None:
    chat = answered(Dialogue())
    under_way = replace(DATA, erasing=True)
    for action in ("privacy.erase", "privacy.export", "privacy.erase.yes"):
        asks(chat, action, under_way).sees("privacy.erase.under_way")


def test_what_stays_for_now_is_named() -> None:
    kept = (Kept(CaseCode("FD-7"), "open_dispute"), Kept(CaseCode("FD-8"), "legal_hold"))
    chat = answered(Dialogue())
    asks(chat, "privacy.erase", replace(DATA, kept=kept)).sees(
        "privacy.erase.what", "privacy.erase.stays", "privacy.stays.open", "privacy.stays.held", "privacy.erase.sure"
    )


# --- an account's


@pytest.mark.parametrize("wanted", ["export", "erase"])
def test_what_was_done_under_an_account_needs_a_fresh_sign_in(wanted: str) -> None:
    chat = signed_in_before(Dialogue())
    asks(chat, f"privacy.{wanted}", HERS).audits("link made").invites().sees(
        "privacy.sign_in", buttons=["", "privacy.back"]
    )
    asks(chat, f"privacy.{wanted}.yes", HERS).sees("privacy.expired").silence()


def test_after_it_the_wish_goes_on() -> None:
    chat = signed_in_before(Dialogue())
    asks(chat, "privacy.erase", HERS).audits("link made").invites().sees("privacy.sign_in")
    chat.signs_in(data=HERS).audits("signed in").sees("sign_in.done", "idle.ask")
    chat.sees("privacy.erase.what", "privacy.erase.account", *ERASES[1:], buttons=CONFIRMS)
    erases(asks(chat, "privacy.erase.yes", HERS), ANNAS).silence()


def test_who_has_just_signed_in_is_not_asked_again() -> None:
    chat = signed_in_before(Dialogue()).signs_in(data=None)
    chat.untold.clear()
    asks(chat, "privacy.export", HERS).sees("privacy.export.what")
    exports(asks(chat, "privacy.export.yes", HERS), ANNAS).silence()


def test_a_sign_in_that_has_become_old_by_the_yes_is_none() -> None:
    chat = signed_in_before(Dialogue()).signs_in(data=None)
    chat.untold.clear()
    chat.now += timedelta(minutes=10)
    asks(chat, "privacy.erase", HERS).sees("privacy.erase.what", "privacy.erase.account", *ERASES[1:])
    chat.now += timedelta(minutes=10)
    asks(chat, "privacy.erase.yes", HERS).audits("link made").invites().sees("privacy.sign_in").silence()


def test_signing_out_makes_no_chat_that_was_never_anybodys() -> None:
    chat = signed_in_before(Dialogue()).presses("sign_out").audits("signed out").sees("sign_out.done", "idle.ask")
    asks(chat, "privacy.export", DATA).audits("link made").invites().sees("privacy.sign_in").silence()


def test_a_wish_is_not_granted_to_whoever_signs_in_instead() -> None:
    chat = signed_in_before(Dialogue())
    asks(chat, "privacy.export", HERS).audits("link made").invites().sees("privacy.sign_in")
    chat.signs_in(BERT, data=DataFacts(NOTICE, Subject((), BERT.id))).audits("signed in")
    chat.sees("sign_in.done", "sign_in.again", "idle.ask").sees("privacy.several").silence()
    asks(chat, "privacy.export.yes", HERS).sees("privacy.expired").silence()


def test_a_chat_of_two_accounts_is_for_a_person_to_judge() -> None:
    chat = signed_in_before(Dialogue()).signs_in(BERT)
    chat.untold.clear()
    asks(chat, "privacy.erase", HERS).sees("privacy.several")
    assert "talk" in [button.action for button in chat._done[-1][0].view.buttons]  # type: ignore[union-attr]


def test_so_is_an_account_one_of_whose_chats_was_somebody_elses_too() -> None:
    chat = signed_in_before(Dialogue()).signs_in(data=None)
    chat.untold.clear()
    asks(chat, "privacy.export", replace(HERS, shared=True)).sees("privacy.several").silence()


def test_what_turns_out_to_be_shared_by_the_yes_is_not_granted() -> None:
    chat = signed_in_before(Dialogue()).signs_in(data=None)
    chat.untold.clear()
    asks(chat, "privacy.export", HERS).sees("privacy.export.what")
    asks(chat, "privacy.export.yes", replace(HERS, shared=True)).sees("privacy.several").silence()


def test_without_a_shop_to_ask_a_person_helps() -> None:
    chat = signed_in_before(Dialogue())
    asks(chat, "privacy.erase", HERS, sign_in=None).sees("privacy.unproven").silence()


def test_a_wish_that_waited_too_long_for_the_sign_in_is_forgotten() -> None:
    chat = signed_in_before(Dialogue())
    asks(chat, "privacy.erase", HERS).audits("link made").invites().sees("privacy.sign_in")
    chat.now += timedelta(minutes=20)
    chat.signs_in(data=HERS).audits("signed in").sees("sign_in.done", "idle.ask").silence()


def test_the_question_that_waits_for_a_sign_in_goes_on_too() -> None:
    chat = signing_in(Dialogue())
    chat.conversation = replace(chat.conversation, accounts=(ANNA.id,))
    asks(chat, "privacy.export", HERS, sign_in=SIGN_IN).audits("link made").invites().sees("privacy.sign_in")
    chat.is_in(SigningIn).signs_in(data=HERS).audits("signed in").sees("sign_in.done").asks_shop()
    chat.sees("privacy.export.what").silence()


# --- with people


@pytest.mark.parametrize("scene", [queued, with_tom], ids=["waiting", "talking"])
def test_whoever_talks_with_the_customer_reads_it_first(scene: Callable[[Dialogue], Dialogue]) -> None:
    chat = scene(Dialogue()).is_in(Queued if scene is queued else WithAgent)
    asks(chat, "privacy.erase").sees(*ERASES)
    erases(asks(chat, "privacy.erase.yes").thread_remarks("staff.privacy_erased")).silence()


def test_also_behind_a_form() -> None:
    chat = with_tom(Dialogue())
    chat.presses("offer.email", chat.turn).is_in(Filling)
    chat.untold.clear()
    asks(chat, "privacy.erase").sees(*ERASES)
    erases(asks(chat, "privacy.erase.yes").thread_remarks("staff.privacy_erased")).silence()


def test_a_form_goes_on_after_the_page() -> None:
    chat = asked_for_email(Dialogue())
    before = chat.stage
    asks(chat, "privacy").sees(*PAGE)
    assert chat.stage == before
    asks(chat, "privacy.back").sees("filling.email")


def test_the_agent_can_go_on_after_an_export() -> None:
    chat = with_tom(Dialogue())
    asks(chat, "privacy.export").sees("privacy.export.what")
    exports(asks(chat, "privacy.export.yes"))
    chat.replies(TOM, "There you are").hears(TOM, "There you are")


# --- whatever happens


@given(histories)
@settings(max_examples=150, deadline=None)
def test_nothing_is_sent_or_erased_without_a_proof_and_a_yes(history: History) -> None:
    for step in after(history).steps:
        deeds = [effect for effect in step.effects if isinstance(effect, Erase | SendExport)]
        if not deeds:
            continue
        wanted = "erase" if isinstance(deeds[0], Erase) else "export"
        assert len(deeds) == 1
        assert isinstance(step.event, CustomerChose)
        assert step.event.action == f"privacy.{wanted}.yes"
        wish = step.before.wish
        assert wish is not None
        assert (wish.wanted, wish.step) == (wanted, "confirm")
        assert step.facts.now - wish.at <= LASTS
        _is_proven(step.before, step.facts.now - (step.before.signed_in_at or NOON))
        assert deeds[0].subject == Subject((step.before.id,), "".join(accounts(step.before)))


def _is_proven(conversation: Conversation, since: timedelta) -> None:
    known = accounts(conversation)
    assert len(known) <= 1
    if known:
        assert conversation.person is not None
        assert {conversation.person.id} == known
        assert since <= LASTS


@given(histories)
@settings(max_examples=60, deadline=None)
def test_links_for_a_proof_are_for_this_chat_alone(history: History) -> None:
    for step in after(history).steps:
        links = [effect for effect in step.effects if isinstance(effect, Invite)]
        assert len(links) <= 1
