"""What agents do with a chat and with what they wrote in it, and what everybody must have read in the end."""

from bots.playground.slack import Person
from bots.playground.telegram.customer import Customer
from tests.faults import ways
from tests.faults.oracle import Story, drained
from tests.faults.stage import Stage, bot_messages

GREETING, PRICE, SLIP = "Good morning Anna.", "You get 10 euros.", "Your neighbour gets 20."
LONGER = "You get 5 euros, and this is why. " + "Because of the postage. " * 250 + "That is all."
NOTE = "It is about her invoice."


# --- changed words


async def until_all_is_said(stage: Stage) -> None:
    """Tom has written three messages, which Anna has, and she one."""
    await ways.live_chat_until_claimed(stage)
    card = await stage.card_of("Anna")
    for words in (GREETING, PRICE, SLIP):
        await stage.tom.writes(stage.support, words, card.ts)
        await stage.reads(stage.anna, words)
        await _arrived(stage, words)
    await stage.anna.write("It is order 12.")
    await stage.in_thread("It is order 12.")
    await drained(stage)


async def _arrived(stage: Stage, words: str) -> None:
    await stage.shows(lambda m: m.plain == words and "white_check_mark" in m.reactions)


async def changes_what_was_said(stage: Stage) -> Story:
    """Tom edits one message, deletes another and makes a third too long for its place; Anna edits hers."""
    anna, tom = stage.anna, stage.tom
    await tom.edits(await _written(stage, GREETING), "Good evening Anna.")
    await stage.sees(anna, lambda phone: "Good evening Anna." in _read(phone))
    await tom.deletes(await _written(stage, SLIP))
    await stage.sees(anna, lambda phone: SLIP not in _read(phone))
    await tom.edits(await _written(stage, PRICE), LONGER)
    await stage.reads(anna, "A correction of what was written before")
    await stage.sees(anna, lambda phone: "That is all." in bot_messages(phone)[-1].text)
    await anna.edits(next(m.id for m in anna.screen if m.text == "It is order 12."), "It is order 13.")
    await stage.in_thread("It is order 13.")
    return CHANGED


async def _written(stage: Stage, words: str) -> str:
    """The message in the thread that the agent wrote."""
    return (await stage.shows(lambda m: m.plain == words)).ts


def _read(customer: Customer) -> str:
    return "\n".join(message.text for message in bot_messages(customer))


# --- a chat that changes hands


async def until_toms(stage: Stage) -> None:
    await stage.product.ready()
    await stage.on_duty(stage.zofia)
    await ways.live_chat_until_claimed(stage)
    await drained(stage)


async def changes_hands(stage: Stage) -> Story:
    """Tom puts it back, Zofia takes it, passes it to Tom with a note by what she types, and Anna writes on."""
    anna, tom, zofia = stage.anna, stage.tom, stage.zofia
    card = await stage.card_of("Anna")
    await stage.insists(lambda: tom.selects("Release", card), lambda m: m.ts == card.ts and "Claim" in m.buttons)
    await stage.reads(anna, "Tom has passed your chat on")
    await stage.clicks(zofia, "Claim", lambda m: m.ts == card.ts and "Claim" not in m.buttons, card.ts)
    await stage.reads(anna, "Zofia is now in the chat")
    await stage.insists(lambda: _types(stage, zofia, f"transfer @Tom {NOTE}"), lambda m: NOTE in m.plain)
    await stage.reads(anna, "Tom is taking over from Zofia")
    await anna.write("It is order 4711.")
    await stage.in_thread("It is order 4711.")
    await tom.writes(stage.support, "Hello again Anna.", card.ts)
    await stage.reads(anna, "Hello again Anna.")
    return PASSED


async def _types(stage: Stage, agent: Person, words: str) -> object:
    return await agent.slash("/frontdesk", words, stage.support)


_UNTIL_CLAIMED = (
    "I’m an AI assistant",
    "This is how you can reach our team",
    "I’ve asked a colleague to join us",
    "Tom is now in the chat",
)
_ASKED = (
    "customer: When do I get my money back?",
    "assistant",
    "customer: [Talk to customer support]",
    "desk",
    "customer: [Start a live chat]",
    "desk",
    "desk",
)
CHANGED = Story(
    screen=(
        *_UNTIL_CLAIMED,
        "Good evening Anna.",
        PRICE,
        "A correction of what was written before",
        "That is all.",
    ),
    transcript=(
        *_ASKED,
        f"agent: {GREETING}",
        f"agent: {PRICE}",
        f"agent: {SLIP}",
        "customer: It is order 12.",
        "agent: Good evening Anna.",
        f"agent: {LONGER}",
        f"agent: A correction of what was written before:\n\n{LONGER}",
        "customer: It is order 13.",
    ),
    thread=("Case FD-", "It is order 12.", "It is order 13.\n> It is order 12."),
    stage="WithAgent",
    given_up=("it stands in 1 messages, and now takes 2",),
)
PASSED = Story(
    screen=(
        *_UNTIL_CLAIMED,
        "Tom has passed your chat on",
        "Zofia is now in the chat",
        "Tom is taking over from Zofia",
        "Hello again Anna.",
    ),
    transcript=(
        *_ASKED,
        "desk",
        "desk",
        "desk",
        "customer: It is order 4711.",
        "agent: Hello again Anna.",
    ),
    thread=("Case FD-", "Who’ll take it?", "Zofia has passed this chat to Tom", NOTE, "It is order 4711."),
    stage="WithAgent",
)
