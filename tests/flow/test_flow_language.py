"""The language of a conversation: it follows clear words, says so once, and a choice fixes it."""

import pytest

from core.model.conversation import Answering, Idle
from core.model.effects import Ask, Say
from core.model.ids import Language
from core.model.tongue import Tongue
from tests.flow.cast import TOM
from tests.flow.dialogue import Dialogue
from tests.flow.scenes import answered, with_tom

EN, NL, PL = Language("en"), Language("nl"), Language("pl")
TONGUES = (Tongue(EN, "English"), Tongue(NL, "Nederlands"), Tongue(PL, "Polski"))


def writes(chat: Dialogue, words: str, code: Language, clearly: str = "") -> Dialogue:
    return chat.customer(words, language=code, writes=clearly or code, tongues=TONGUES)


def test_the_first_words_set_the_language_without_a_notice(chat: Dialogue) -> None:
    writes(chat, "Gdzie jest moja paczka?", PL).looks_up("Gdzie jest moja paczka?", "pl")
    chat.answer("Sprawdź status.").sees("greeting", "Sprawdź status.", buttons=["talk"])
    assert chat.conversation.language == PL


def test_a_clear_sentence_in_another_language_switches_at_once_and_the_bot_says_so(chat: Dialogue) -> None:
    writes(answered(chat), "Gdzie jest moja paczka?", PL).looks_up("Gdzie jest moja paczka?", "pl")
    assert asked(chat).language == PL
    chat.answer("Sprawdź status.")
    chat.sees("language.switched", "Sprawdź status.", buttons=["talk", "language.en"])


def test_the_notice_comes_once(chat: Dialogue) -> None:
    switched(chat)
    chat.customer("A kiedy?", language=PL).looks_up("A kiedy?", "pl").finds_nothing()
    chat.sees("answer.unknown", buttons=["talk"])


def test_the_way_back_is_one_press(chat: Dialogue) -> None:
    switched(chat).presses("language.en", tongues=TONGUES).sees("language.set", "idle.ask", buttons=["talk"])
    assert (chat.conversation.language, chat.conversation.chosen) == (EN, True)


def test_what_the_customer_chose_stays_whatever_they_write(chat: Dialogue) -> None:
    switched(chat).presses("language.en", tongues=TONGUES).sees("language.set", "idle.ask")
    writes(chat, "Gdzie jest moja paczka?", PL).looks_up("Gdzie jest moja paczka?", "en")
    assert (asked(chat).language, chat.conversation.writes) == (EN, PL)


def test_all_languages_are_shown_when_asked_for(chat: Dialogue) -> None:
    answered(chat).customer("/language", typed="languages", tongues=TONGUES)
    assert grid(chat) == ["language.en", "language.nl", "language.pl"]
    chat.sees("language.choose")


def test_a_language_can_be_typed(chat: Dialogue) -> None:
    answered(chat).customer("po polsku", typed="language.pl", tongues=TONGUES, language=PL)
    chat.sees("language.set", "idle.ask")
    assert (chat.conversation.language, chat.conversation.chosen) == (PL, True)


def test_a_language_that_is_not_ours_is_answered_in_english_with_the_languages_to_choose_from(chat: Dialogue) -> None:
    writes(chat, "Де моя посилка?", EN, clearly="uk").looks_up("Де моя посилка?", "en").finds_nothing()
    assert grid(chat) == ["language.en", "language.nl", "language.pl"]
    chat.sees("greeting", "language.not_ours", "answer.unknown", buttons=["talk"])


def test_a_language_that_is_not_ours_is_named_once_and_kept_on_the_case(chat: Dialogue) -> None:
    writes(chat, "Де моя посилка?", EN, clearly="uk").looks_up("Де моя посилка?", "en").finds_nothing()
    chat.sees("greeting", "language.not_ours", "answer.unknown")
    writes(chat, "Це довго триває", EN, clearly="uk").looks_up("Це довго триває", "en").finds_nothing().sees(
        "answer.unknown"
    )
    chat.presses("talk").sees("choosing.ways", "way.live", "way.email").presses("offer.live_chat")
    chat.sees("queued.joined", "promise.live").hands_over("live_chat", writes="uk", language=EN)


def test_a_language_nobody_offers_is_an_old_button(chat: Dialogue) -> None:
    answered(chat).presses("language.zz", tongues=TONGUES).sees("choice.expired", "idle.ask")


def test_nothing_is_said_about_the_language_between_a_customer_and_an_agent(chat: Dialogue) -> None:
    with_tom(chat)
    writes(chat, "Dziękuję bardzo za pomoc", PL).thread_shows("Dziękuję bardzo za pomoc")
    chat.replies(TOM, "Proszę!").hears(TOM, "Proszę!")
    chat.closes(TOM).sees(
        "language.switched", "chat.closed", "rating.solved", buttons=["talk", "language.en"]
    ).ends_thread("closing.by_agent")


@pytest.mark.parametrize("stage", [Answering, Idle])
def test_choosing_a_language_keeps_the_stage(chat: Dialogue, stage: type) -> None:
    answered(chat)
    if stage is Answering:
        chat.customer("And by card?").looks_up("And by card?", "en")
    chat.presses("language.nl", tongues=TONGUES).is_in(stage)
    chat.untold.clear()
    assert chat.conversation.language == NL


def switched(chat: Dialogue) -> Dialogue:
    writes(answered(chat), "Gdzie jest moja paczka?", PL).looks_up("Gdzie jest moja paczka?", "pl")
    return chat.answer("Sprawdź status.").sees("language.switched", "Sprawdź status.")


def asked(chat: Dialogue) -> Ask:
    return next(effect for effect, _ in reversed(chat._done) if isinstance(effect, Ask))


def grid(chat: Dialogue) -> list[str]:
    said = next(effect for effect in chat.untold if isinstance(effect, Say))
    return [button.action for button in said.view.grid]
