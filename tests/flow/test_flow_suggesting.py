"""A drafted or saved reply reaches the customer only by the agent's own press, and then as any other words of theirs."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Self

import pytest
from msgspec.structs import replace

from core.model.controls import DropDraft, SendDraft, SendText, Suggest
from core.model.conversation import Conversation, WithAgent
from core.model.effects import Post, Suggesting, Translate
from core.model.events import EffectFailed, Suggested
from core.model.facts import TranslationFacts
from core.model.ids import EffectId, Language
from core.model.posts import Whisper
from core.model.shop import About, CustomerId, OtherParty, Person
from tests.flow.cast import CHAT, EVA, NOON, THREAD, TOM
from tests.flow.control_dialogue import ControlDialogue
from tests.flow.scenes import with_tom

SOURCES = ("Refund timing",)
DRAFT = "Refunds take five working days."
BOOTS = About("order", "H-1", "Boots", "buyer", OtherParty("Ben"))


class SuggestingDialogue(ControlDialogue):
    """With the replies that are drafted for the agent."""

    def asks(self) -> Suggesting:
        self.uses(TOM, Suggest())
        suggesting = self._next(Suggesting)
        assert isinstance(suggesting, Suggesting)
        return suggesting

    def gets(self, number: int, words: str = DRAFT) -> Self:
        return self._happens(Suggested(number, words, SOURCES))

    def gets_none(self, suggesting: Suggesting) -> Self:
        return self._happens(EffectFailed(EffectId("9.0"), suggesting, 1, "slow", "exhausted"))

    def shown(self) -> Whisper:
        post = self._next(Post)
        assert post.to == THREAD
        assert isinstance(post.body, Whisper)
        return post.body

    def offered(self) -> int:
        """The number of a draft that the agent has before them."""
        number = self.asks().number
        self.gets(number).shown()
        return number

    def sees_sent(self, words: str, ref: str) -> Self:
        return self.says(TOM, words, ref).asks_staff(ref, "staff.draft_sent", quoted=words)

    def translates_first(self, words: str, source: str, target: str) -> Self:
        translate = self._next(Translate)
        assert (translate.text, translate.source, translate.target) == (words, source, target)
        return self

    @property
    def with_agent(self) -> WithAgent:
        assert isinstance(self.conversation.stage, WithAgent)
        return self.conversation.stage


@pytest.fixture
def chat() -> Iterator[SuggestingDialogue]:
    dialogue = SuggestingDialogue()
    with_tom(dialogue)
    yield dialogue
    dialogue.silence()


def about_boots(conversation: Conversation) -> Conversation:
    return replace(conversation, person=Person(CustomerId("c-1"), "Anna"), about=BOOTS)


# --- asking for one


def test_a_draft_is_shown_to_the_agent_alone_with_its_sources_and_what_can_be_done_with_it(
    chat: SuggestingDialogue,
) -> None:
    number = chat.asks().number
    whisper = chat.gets(number).shown()
    assert (whisper.agent, whisper.text.key, whisper.quoted, whisper.sources) == (TOM, "staff.draft", DRAFT, SOURCES)
    assert [choice.control for choice in whisper.choices] == [
        SendDraft(number),
        SendText("", number),
        DropDraft(number),
    ]
    assert [choice.style for choice in whisper.choices] == ["primary", "", ""]


def test_it_is_asked_for_with_what_is_known(chat: SuggestingDialogue) -> None:
    chat.conversation = about_boots(replace(chat.conversation, question="Where is it?", asked=("Hello?",)))
    assert chat.asks() == Suggesting(
        1, "Where is it?", Language("en"), CHAT, ("Hello?",), person=CustomerId("c-1"), about=BOOTS
    )


def test_it_does_not_speak_of_an_order_that_nobody_has_signed_in_for(chat: SuggestingDialogue) -> None:
    chat.conversation = replace(about_boots(chat.conversation), person=None)
    suggesting = chat.asks()
    assert (suggesting.person, suggesting.about) == (None, None)


def test_nobody_but_the_owner_asks_for_one(chat: SuggestingDialogue) -> None:
    chat.uses(EVA, Suggest()).whispers(EVA, "staff.not_owner")


def test_while_it_is_drafted_another_press_asks_for_patience(chat: SuggestingDialogue) -> None:
    chat.asks()
    chat.uses(TOM, Suggest()).whispers(TOM, "staff.draft_coming")


def test_the_next_one_takes_its_place(chat: SuggestingDialogue) -> None:
    first, second = chat.offered(), chat.offered()
    chat.uses(TOM, SendDraft(first)).whispers(TOM, "staff.draft_old")
    chat.uses(TOM, SendDraft(second))
    chat.sees_sent(DRAFT, "draft.3")


def test_where_the_help_centre_has_none_the_agent_reads_what_else_there_is(chat: SuggestingDialogue) -> None:
    chat.gets(chat.asks().number, "").whispers(TOM, "staff.draft_none")
    assert chat.asks().number == 2


def test_where_none_can_be_drafted_the_agent_can_ask_again(chat: SuggestingDialogue) -> None:
    suggesting = chat.asks()
    chat.gets_none(suggesting).whispers(TOM, "staff.draft_failed")
    assert chat.asks().number == 2


def test_one_that_comes_after_the_chat_is_dropped(chat: SuggestingDialogue) -> None:
    number = chat.asks().number
    chat.closes(TOM).sees("chat.closed", "rating.solved").ends_thread("closing.by_agent")
    chat.gets(number)


def test_it_comes_behind_a_form_too_and_what_is_sent_from_there_has_the_word(chat: SuggestingDialogue) -> None:
    number = chat.asks().number
    chat.presses("offer.email", chat.turn).sees("filling.email").gets(number)
    chat.shown()
    chat.uses(TOM, SendDraft(number))
    chat.sees_sent(DRAFT, "draft.2").is_in(WithAgent)


# --- in which language


def test_without_a_machine_it_is_in_the_language_that_the_customer_reads_of_people(chat: SuggestingDialogue) -> None:
    chat.conversation = replace(chat.conversation, language=Language("sv"), spoken=Language("de"))
    assert chat.asks().language == "de"


def test_an_agent_who_reads_the_customers_language_writes_it(chat: SuggestingDialogue) -> None:
    chat.conversation = replace(
        chat.conversation,
        language=Language("sv"),
        spoken=Language("de"),
        stage=replace(chat.with_agent, reads=(Language("sv"),)),
    )
    assert chat.asks().language == "sv"


def test_with_a_machine_it_is_in_the_agents_and_is_translated_like_all_they_write(chat: SuggestingDialogue) -> None:
    chat.known["translation"] = TranslationFacts(machine=True)
    chat.conversation = replace(
        chat.conversation, language=Language("sv"), stage=replace(chat.with_agent, reads=(Language("en"),))
    )
    suggesting = chat.asks()
    assert suggesting.language == "en"
    chat.gets(suggesting.number).shown()
    chat.uses(TOM, SendDraft(suggesting.number))
    chat.translates_first(DRAFT, "en", "sv")
    chat.asks_staff("draft.2", "staff.draft_sent", quoted=DRAFT)


# --- sending it


def test_it_goes_to_the_customer_as_the_agents_words_and_colleagues_read_it(chat: SuggestingDialogue) -> None:
    number = chat.offered()
    chat.uses(TOM, SendDraft(number))
    chat.sees_sent(DRAFT, "draft.2").arrives("draft.2").marks("sent", "draft.2")


def test_pressed_twice_it_is_sent_once(chat: SuggestingDialogue) -> None:
    number = chat.offered()
    chat.uses(TOM, SendDraft(number))
    chat.sees_sent(DRAFT, "draft.2")
    chat.uses(TOM, SendDraft(number)).whispers(TOM, "staff.draft_old")


def test_the_customer_waits_no_longer_then(chat: SuggestingDialogue) -> None:
    number = chat.offered()
    chat.conversation = replace(chat.conversation, stage=replace(chat.with_agent, waiting_since=NOON, reminders=2))
    chat.uses(TOM, SendDraft(number))
    chat.sees_sent(DRAFT, "draft.2")
    assert (chat.with_agent.waiting_since, chat.with_agent.reminders, chat.clock.since) == (None, 0, None)


def test_finished_in_a_form_it_goes_as_the_agent_wrote_it(chat: SuggestingDialogue) -> None:
    number = chat.offered()
    chat.uses(TOM, SendText(f"{DRAFT} Sorry!", number))
    chat.sees_sent(f"{DRAFT} Sorry!", "draft.2")
    chat.uses(TOM, SendDraft(number)).whispers(TOM, "staff.draft_old")


def test_words_of_ones_own_are_not_lost_where_their_draft_is_gone(chat: SuggestingDialogue) -> None:
    first, second = chat.offered(), chat.offered()
    chat.uses(TOM, SendText("In my words", first))
    chat.sees_sent("In my words", "draft.3")
    chat.uses(TOM, SendDraft(second))
    chat.sees_sent(DRAFT, "draft.4")


def test_discarded_it_is_not_sent(chat: SuggestingDialogue) -> None:
    number = chat.offered()
    chat.uses(TOM, DropDraft(number)).whispers(TOM, "staff.draft_dropped")
    chat.uses(TOM, SendDraft(number)).whispers(TOM, "staff.draft_old")
    chat.uses(TOM, DropDraft(number)).whispers(TOM, "staff.draft_old")


def test_who_names_none_means_the_last_one(chat: SuggestingDialogue) -> None:
    chat.offered()
    chat.uses(TOM, DropDraft(0)).whispers(TOM, "staff.draft_dropped")
    chat.uses(TOM, SendDraft(0)).whispers(TOM, "staff.draft_old")
    chat.offered()
    chat.uses(TOM, SendDraft(0))
    chat.sees_sent(DRAFT, "draft.3")


def test_one_that_is_still_being_drafted_is_not_sent(chat: SuggestingDialogue) -> None:
    chat.asks()
    chat.uses(TOM, SendDraft(0)).whispers(TOM, "staff.draft_old")


@pytest.mark.parametrize("control", [SendDraft(1), SendText("Hi"), DropDraft(1)])
def test_a_colleagues_press_does_nothing(chat: SuggestingDialogue, control: SendDraft | SendText | DropDraft) -> None:
    chat.offered()
    chat.uses(EVA, control).whispers(EVA, "staff.not_owner")


def test_the_next_owner_has_not_the_draft_of_the_one_before(chat: SuggestingDialogue) -> None:
    number = chat.offered()
    chat.conversation = replace(chat.conversation, stage=WithAgent(EVA, chat.with_agent.case, THREAD))
    chat.uses(EVA, SendDraft(number)).whispers(EVA, "staff.draft_old")


# --- saved replies


def test_a_saved_reply_goes_as_the_agents_words(chat: SuggestingDialogue) -> None:
    chat.uses(TOM, SendText("Thank you, Anna!"))
    chat.sees_sent("Thank you, Anna!", "draft.1")


def test_it_leaves_a_draft_that_waits(chat: SuggestingDialogue) -> None:
    number = chat.offered()
    chat.uses(TOM, SendText("One moment, Anna!"))
    chat.sees_sent("One moment, Anna!", "draft.2")
    chat.uses(TOM, SendDraft(number))
    chat.sees_sent(DRAFT, "draft.3")


def test_a_double_press_sends_it_once_and_a_later_one_again(chat: SuggestingDialogue) -> None:
    chat.uses(TOM, SendText("Thank you!"))
    chat.sees_sent("Thank you!", "draft.1")
    chat.uses(TOM, SendText("Thank you!")).whispers(TOM, "staff.draft_twice")
    chat.now += timedelta(minutes=5)
    chat.uses(TOM, SendText("Thank you!"))
    chat.sees_sent("Thank you!", "draft.2")


def test_nothing_is_no_message(chat: SuggestingDialogue) -> None:
    chat.uses(TOM, SendText(" \n")).whispers(TOM, "staff.draft_empty")
