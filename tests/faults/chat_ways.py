"""A live chat as its customer and an agent go through it: words and files both ways, and what the customer thought of it."""

from tests.faults import ways
from tests.faults.database import rows
from tests.faults.oracle import Story
from tests.faults.stage import Stage

PHOTO, LABEL = b"\xff\xd8 the crack \xff\xd9", b"%PDF-1.7 a label"
RATED = "5 ★"


async def words_and_files(stage: Stage) -> Story:
    """From the question on: each writes, Anna shows a photo, Tom sends a label."""
    anna, tom = stage.anna, stage.tom
    await ways.live_chat_until_claimed(stage)
    card = await stage.card_of("Anna")
    await tom.writes(stage.support, "Which order is it?", thread=card.ts)
    await stage.reads(anna, "Which order is it?")
    await anna.write("It is order 4711.")
    await stage.in_thread("It is order 4711.")
    await anna.sends_photo(PHOTO, "the crack")
    await stage.in_thread("the crack")
    await stage.reads(anna, "I’ve passed that on")
    await tom.shares(stage.support, "label.pdf", LABEL, "Print it", card.ts)
    await stage.reads(anna, "Print it")
    await stage.shows(lambda m: "Print it" in m.plain and "white_check_mark" in m.reactions)
    return Story(
        screen=(*UNTIL_CLAIMED, "Which order is it?", "I’ve passed that on", "Print it"),
        transcript=(
            *ASKED,
            "agent: Which order is it?",
            "customer: It is order 4711.",
            "customer: [photo] the crack",
            "desk",
            "agent: [label.pdf] Print it",
        ),
        thread=("Case FD-", "It is order 4711.", "Anna: the crack"),
        stage="WithAgent",
    )


def check_files(stage: Stage) -> None:
    """Each came whole, and the photo once."""
    [photo] = [file for m in stage.support.all for file in m.files if m.bot_id]
    assert photo.content == PHOTO
    sent = {m.media.file_id for m in stage.anna.screen if m.by_bot and m.media}
    assert {stage.telegram.account.state.files[id].content for id in sent} == {LABEL}


async def is_rated(stage: Stage) -> Story:
    """From the chat on: Tom ends it, Anna says that it was solved, gives stars, and a word."""
    anna = stage.anna
    card = await stage.card_of("Anna")
    await stage.clicks(stage.tom, "Close", lambda m: m.ts == card.ts and "Close" not in m.buttons, card.ts)
    await stage.reads(anna, "Was this solved?")
    await anna.press("Yes, it’s solved")
    await stage.reads(anna, RATED)
    await anna.press(RATED)
    await stage.reads(anna, "tell us a little more")
    await anna.press("Add a word")
    await stage.reads(anna, "Please write it here")
    await anna.write("Quick and kind.")
    await stage.reads(anna, "that helps us get better")
    return Story(
        screen=(
            *UNTIL_CLAIMED,
            "Was this solved?",
            "How did you like",
            "tell us a little more",
            "Please write it here",
            "that helps us get better",
        ),
        transcript=(
            *ASKED,
            "desk",
            "customer: [Yes, it’s solved]",
            "desk",
            f"customer: [{RATED}]",
            "desk",
            "customer: [Add a word]",
            "desk",
            "customer: Quick and kind.",
            "desk",
        ),
        thread=("Case FD-", "Tom has ended the chat."),
        stage="Closed",
    )


def check_rating(stage: Stage) -> None:
    """There is one, with all that she said."""
    assert rows(stage.folder, "SELECT solved, stars, words FROM ratings") == [(1, 5, "Quick and kind.")]


UNTIL_CLAIMED = (
    "I’m an AI assistant",
    "This is how you can reach our team",
    "I’ve asked a colleague to join us",
    "Tom is now in the chat",
)
ASKED = (
    "customer: When do I get my money back?",
    "assistant",
    "customer: [Talk to customer support]",
    "desk",
    "customer: [Start a live chat]",
    "desk",
    "desk",
)
