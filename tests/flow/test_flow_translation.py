"""A customer who writes Swedish and agents who read English: what each of them reads, and what becomes of it when it fails."""

from msgspec.structs import replace

from core.model.conversation import Choosing, Closed, Filling, Queued, WithAgent
from core.model.effects import Post, Translate
from core.model.facts import TranslationFacts
from core.model.ids import Language
from core.model.posts import Relay
from core.model.tongue import Tongue
from core.model.view import LanguageNames
from tests.flow.cast import ANNA, BERT, EVA, THREAD, TOM
from tests.flow.dialogue import Dialogue
from tests.flow.scenes import QUESTION, answered, queued, waiting_for_thread

SWEDISH, ENGLISH = Language("sv"), Language("en")
MACHINE = TranslationFacts(machine=True)
READS_ENGLISH = TranslationFacts(machine=True, reads=(ENGLISH,))
WAYS = ("choosing.ways", "way.live", "way.email")


def swedish(chat: Dialogue, translation: TranslationFacts = MACHINE) -> Dialogue:
    chat.known |= {"translation": translation}
    chat.conversation = replace(chat.conversation, language=SWEDISH)
    return chat


def waiting(chat: Dialogue) -> Dialogue:
    """In the queue, with a thread that shows the question."""
    return swedish(queued(chat))


def claimed(chat: Dialogue) -> Dialogue:
    """By Tom, who has said that he reads English; the question is on its way to him."""
    chat.claims(TOM, translation=READS_ENGLISH).sees("chat.joined").card("claimed", "Tom")
    chat.thread_remarks("staff.translation", customer=LanguageNames(("sv",)), agent=LanguageNames(("en",)))  # type: ignore[arg-type]
    return chat.is_in(WithAgent)


def chatting(chat: Dialogue) -> Dialogue:
    """With Tom, who has read the question."""
    claimed(waiting(chat)).asks_for_translation(QUESTION, "sv>en", "earlier")
    return chat.translates(QUESTION, "[question]").thread_reads("[question]", QUESTION, mark="earlier")


# --- what is promised


def test_who_chooses_another_language_reads_that_a_machine_translates(chat: Dialogue) -> None:
    swedish(answered(chat)).presses("talk", spoken=(Tongue(ENGLISH, "English"),))
    chat.sees(*WAYS, "choosing.speak", "choosing.translated").presses("speak.en")
    chat.sees("choosing.spoken", "choosing.translated", *WAYS).is_in(Choosing)
    chat.presses("offer.live_chat").sees("queued.joined", "promise.live")
    chat.hands_over("live_chat", spoken="en", translation="machine")


def test_without_a_machine_nothing_is_promised_and_the_card_says_so(chat: Dialogue) -> None:
    swedish(answered(chat), TranslationFacts()).presses("talk", spoken=(Tongue(ENGLISH, "English"),))
    chat.sees(*WAYS, "choosing.speak").presses("speak.en").sees("choosing.spoken", *WAYS)
    chat.presses("offer.live_chat").sees("queued.joined", "promise.live")
    chat.hands_over("live_chat", spoken="en", translation="none")


def test_who_speaks_the_customers_language_needs_none(chat: Dialogue) -> None:
    waiting(chat).claims(TOM, translation=TranslationFacts(True, (ENGLISH, SWEDISH))).sees("chat.joined")
    chat.card("claimed", "Tom").customer("Tack").thread_shows("Tack").replies(TOM, "Hej").hears(TOM, "Hej")


def test_nor_does_one_who_has_not_said_what_they_speak(chat: Dialogue) -> None:
    waiting(chat).claims(TOM).sees("chat.joined").card("claimed", "Tom").replies(TOM, "Hej").hears(TOM, "Hej")


def test_unless_the_customer_chose_the_language_of_the_team(chat: Dialogue) -> None:
    waiting(chat)
    chat.conversation = replace(chat.conversation, spoken=ENGLISH)
    chat.claims(TOM).sees("chat.joined").card("claimed", "Tom").thread_remarks("staff.translation")
    chat.asks_for_translation(QUESTION, "sv>en", "earlier")


def test_without_a_machine_who_claims_is_told(chat: Dialogue) -> None:
    swedish(queued(chat), TranslationFacts()).claims(TOM, translation=TranslationFacts(False, (ENGLISH,)))
    chat.sees("chat.joined").card("claimed", "Tom").whispers(TOM, "staff.no_translation")
    chat.customer("Tack").thread_shows("Tack").replies(TOM, "Hello").hears(TOM, "Hello")


# --- what each side reads


def test_the_agent_reads_the_translation_above_the_original(chat: Dialogue) -> None:
    chatting(chat).customer("Var är min vas?").asks_for_translation("Var är min vas?", "sv>en")
    chat.translates("Var är min vas?", "Where is my vase?").thread_reads("Where is my vase?", "Var är min vas?")


def test_the_customer_reads_once_that_a_machine_translates(chat: Dialogue) -> None:
    chatting(chat).replies(TOM, "On its way").asks_for_translation("On its way", "en>sv")
    chat.translates("On its way", "På väg").reads(TOM, "chat.translated", "På väg", buttons=["original.2"])
    chat.replies(TOM, "Anything else?").asks_for_translation("Anything else?", "en>sv")
    chat.translates("Anything else?", "Något mer?").reads(TOM, "Något mer?", buttons=["original.3"])


def test_the_original_is_one_press_away(chat: Dialogue) -> None:
    spoken_to(chat).presses("original.2").sees("chat.original", "On its way")
    chat.presses("original.2").silence()  # the same tap
    chat.closes(TOM).sees("chat.closed", "rating.solved").ends_thread("closing.by_agent")
    chat.presses("original.2", 0).sees("chat.original", "On its way").presses("original.99", 0).sees(
        "chat.original_gone"
    )


def spoken_to(chat: Dialogue) -> Dialogue:
    chatting(chat).replies(TOM, "On its way").asks_for_translation("On its way", "en>sv")
    return chat.translates("On its way", "På väg").reads(TOM, "chat.translated", "På väg", buttons=["original.2"])


def test_an_original_is_not_shown_to_another_account(chat: Dialogue) -> None:
    spoken_to(chat)
    chat.conversation = replace(chat.conversation, person=ANNA)
    chat.signs_in(BERT)
    chat.untold.clear()
    chat.presses("original.2").sees("chat.original_gone")


def test_where_numbers_differ_both_are_shown(chat: Dialogue) -> None:
    chatting(chat).replies(TOM, "It costs 5 euro").asks_for_translation("It costs 5 euro", "en>sv")
    chat.translates("It costs 5 euro", "Den kostar 50 euro", "doubtful")
    chat.reads(
        TOM,
        "chat.translated",
        "Den kostar 50 euro",
        "chat.original_too",
        "It costs 5 euro",
        buttons=["original.2"],
    )
    chat.customer("5 euro?").asks_for_translation("5 euro?", "sv>en")
    chat.translates("5 euro?", "50 euro?", "doubtful").thread_reads("50 euro?", "5 euro?", "doubtful")


def test_words_that_are_in_the_readers_language_already_go_as_they_are(chat: Dialogue) -> None:
    chatting(chat).customer("Where is it now?", writes="en").thread_shows("Where is it now?")
    chat.replies(TOM, "Hej!").asks_for_translation("Hej!", "en>sv").translates("Hej!", outcome="same").hears(
        TOM, "Hej!"
    )


def test_numbers_and_signs_need_no_translation(chat: Dialogue) -> None:
    chatting(chat).customer("42 ☺").thread_shows("42 ☺").replies(TOM, "👍").hears(TOM, "👍")
    chat.sends("photo").thread_shows("photo", "file").sees("file.person_told")


def test_captions_and_edits_are_translated(chat: Dialogue) -> None:
    chatting(chat).sends("photo", "min vas").asks_for_translation("min vas", "sv>en").sees("file.person_told")
    chat.translates("min vas", "my vase").thread_reads("my vase", "photo: min vas", mark="file")
    chat.edits("min blå vas").asks_for_translation("min blå vas", "sv>en")
    chat.translates("min blå vas", "my blue vase").thread_reads("my blue vase", "min blå vas", mark="edited")


def test_who_goes_on_in_the_agents_language_is_translated_no_more(chat: Dialogue) -> None:
    chatting(chat).customer("Can we speak English please?", writes="en", language=ENGLISH)
    chat.thread_shows("Can we speak English please?").replies(TOM, "Of course").hears(TOM, "Of course")


def test_a_colleague_of_the_agent_is_not_heard(chat: Dialogue) -> None:
    chatting(chat).replies(EVA, "Hej").whispers(EVA, "staff.not_owner")


# --- what was written before somebody came


def test_what_was_written_in_the_queue_is_translated_with_the_question(chat: Dialogue) -> None:
    waiting(chat).customer("Hallå?").thread_shows("Hallå?").customer("7").thread_shows("7").is_in(Queued)
    claimed(chat).asks_for_translation(f"{QUESTION}\n\nHallå?", "sv>en", "earlier")
    chat.customer("Är du där?").asks_for_translation("Är du där?", "sv>en").translates("Är du där?", "Are you there?")
    chat.silence()  # what is older comes first
    chat.translates(f"{QUESTION}\n\nHallå?", "[all of it]")
    chat.thread_reads("[all of it]", f"{QUESTION}\n\nHallå?", mark="earlier")
    chat.thread_reads("Are you there?", "Är du där?")


def test_what_is_held_until_the_thread_is_known_is_shown_and_translated(chat: Dialogue) -> None:
    swedish(waiting_for_thread(chat)).customer("Hallå?").silence()
    chat.claims(TOM, translation=READS_ENGLISH).sees("chat.joined").card("claimed", "Tom").thread_shows("Hallå?")
    chat.thread_remarks("staff.translation").asks_for_translation(f"{QUESTION}\n\nHallå?", "sv>en", "earlier")


def test_of_what_was_written_before_only_the_last_is_translated(chat: Dialogue) -> None:
    waiting(chat)
    for letter in "abc":
        chat.customer(letter * 1_400).thread_shows(letter * 1_400)
    claimed(chat).asks_for_translation(f"{'b' * 1_400}\n\n{'c' * 1_400}", "sv>en", "earlier")


def test_where_it_cannot_be_translated_the_agent_looks_above(chat: Dialogue) -> None:
    claimed(waiting(chat)).asks_for_translation(QUESTION, "sv>en", "earlier")
    chat.translates(QUESTION, outcome="failed").thread_remarks("staff.earlier_untranslated")


def test_what_was_in_the_agents_language_is_not_said_again(chat: Dialogue) -> None:
    claimed(waiting(chat)).asks_for_translation(QUESTION, "sv>en", "earlier").translates(
        QUESTION, outcome="same"
    ).silence()


# --- order, and failures


def test_later_words_of_the_same_side_wait_for_the_earlier_ones(chat: Dialogue) -> None:
    chatting(chat).replies(TOM, "First").asks_for_translation("First", "en>sv").replies(TOM, "👍").silence()
    chat.replies(TOM, "Third").asks_for_translation("Third", "en>sv").translates("Third", "Tredje").silence()
    chat.customer("8").thread_shows("8")  # the other side does not
    chat.translates("First", "Första").reads(TOM, "chat.translated", "Första", buttons=["original.2"])
    chat.hears(TOM, "👍").reads(TOM, "Tredje", buttons=["original.3"])


def test_what_fails_is_shown_as_it_was_written_and_marked(chat: Dialogue) -> None:
    chatting(chat).replies(TOM, "On its way").asks_for_translation("On its way", "en>sv")
    chat.translates("On its way", outcome="failed").reads(TOM, "On its way", "chat.untranslated", buttons=[])
    chat.customer("Tack!").asks_for_translation("Tack!", "sv>en").translates("Tack!", outcome="failed")
    assert chat.untold.pop() == Post(THREAD, Relay("Anna", "Tack!", translation="none"))


def test_a_lane_that_gives_up_is_a_failure_like_any_other(chat: Dialogue) -> None:
    chatting(chat).replies(TOM, "On its way").asks_for_translation("On its way", "en>sv")
    chat.fails(Translate, "exhausted").reads(TOM, "On its way", "chat.untranslated", buttons=[])
    chat.translates("On its way", "På väg").silence()


def test_what_the_agent_wrote_before_closing_is_read_before_the_closing_words(chat: Dialogue) -> None:
    chatting(chat).replies(TOM, "Goodbye").asks_for_translation("Goodbye", "en>sv")
    chat.customer("Vänta").asks_for_translation("Vänta", "sv>en").closes(TOM)
    chat.reads(TOM, "Goodbye", "chat.untranslated", buttons=[])
    assert chat.untold.pop(0) == Post(THREAD, Relay("Anna", "Vänta", translation="none"))
    chat.sees("chat.closed", "rating.solved").ends_thread("closing.by_agent").is_in(Closed)
    chat.translates("Goodbye", "Hej då").silence().translates("Vänta", "Wait").silence()


def test_what_was_translated_behind_something_that_was_not_is_not_lost_at_the_end(chat: Dialogue) -> None:
    chatting(chat).replies(TOM, "First").asks_for_translation("First", "en>sv")
    chat.replies(TOM, "Second").asks_for_translation("Second", "en>sv").translates("Second", "Andra").silence()
    chat.closes(TOM).reads(TOM, "First", "chat.untranslated", buttons=[])
    chat.reads(TOM, "chat.translated", "Andra", buttons=["original.3"])
    chat.sees("chat.closed", "rating.solved").ends_thread("closing.by_agent")


def test_who_leaves_by_e_mail_reads_first_what_the_agent_wrote(chat: Dialogue) -> None:
    chatting(chat).presses("offer.email", chat.turn).sees("filling.email")
    chat.replies(TOM, "On its way").asks_for_translation("On its way", "en>sv").is_in(Filling)
    chat.customer("anna@example.com", email="anna@example.com")
    chat.reads(TOM, "On its way", "chat.untranslated", buttons=[]).is_in(Closed)
    chat.untold.clear()
    chat.translates("On its way", "På väg").silence()


def test_a_form_gives_way_to_the_words_when_they_are_there(chat: Dialogue) -> None:
    chatting(chat).presses("offer.email", chat.turn).sees("filling.email")
    chat.replies(TOM, "On its way").asks_for_translation("On its way", "en>sv").is_in(Filling)
    chat.translates("On its way", "På väg").reads(TOM, "chat.translated", "På väg", buttons=["original.2"])
    chat.is_in(WithAgent).customer("Tack").asks_for_translation("Tack", "sv>en")


def test_a_form_stays_open_while_the_agent_reads(chat: Dialogue) -> None:
    chatting(chat).customer("Hallå").asks_for_translation("Hallå", "sv>en").presses("offer.email", chat.turn)
    chat.sees("filling.email").translates("Hallå", "Hello").thread_reads("Hello", "Hallå").is_in(Filling)


def test_a_machine_that_was_taken_away_meanwhile_is_not_asked(chat: Dialogue) -> None:
    chatting(chat).known["translation"] = TranslationFacts()
    chat.replies(TOM, "Hello").hears(TOM, "Hello").customer("Hej").thread_shows("Hej")


def test_the_last_twenty_originals_are_kept(chat: Dialogue) -> None:
    chatting(chat)
    for number in range(25):
        chat.replies(TOM, f"word {number}").asks_for_translation(f"word {number}", "en>sv")
        chat.translates(f"word {number}", f"ord {number}")
        chat.untold.clear()
    assert [each.text for each in chat.conversation.originals] == [f"word {number}" for number in range(5, 25)]


def test_nothing_that_the_desk_says_is_translated(chat: Dialogue) -> None:
    chatting(chat).customer("Hej").asks_for_translation("Hej", "sv>en").passes(minutes=10)
    chat.thread_remarks("staff.customer_waits").passes(minutes=10).thread_remarks("staff.customer_waits")
    chat.sees("chat.slow", "chat.with")
