"""What a customer leaves behind: chats, files, tickets, calls, disputes, ratings, all with words that can be found again."""

import re

from bots.playground.openai import trouble
from bots.playground.openai.composing import compose
from bots.playground.slack import Person
from bots.playground.slack.state import Message as Post
from bots.playground.telegram import Customer
from core.model.ids import AgentId
from core.model.people import Agent
from handoff.board.cases.page import routes
from handoff.board.visitors import Visitor
from tests.board.visiting import inside
from tests.privacy.canary import MAIL, NAME, NUMBER, WORD
from tests.scenarios.disputing import HERS, SEND, Report, fills_in
from tests.scenarios.town import EMAIL, LIVE_CHAT, TALK, Town, signs_in

ACCOUNT = "c-1001"
PDF = b"%PDF-1.7 " + WORD.encode()


async def arrives(town: Town) -> Customer:
    """Signed in at the shop."""
    zed = town.customer(NUMBER, NAME)
    await signs_in(town, zed, ACCOUNT)
    return zed


async def asks(town: Town, zed: Customer) -> None:
    """A model says their name in its answer, which they dislike, and of something else the help centre says nothing."""
    town.model.script(trouble.Trouble(says=lambda prompt: f"{NAME}, {compose(prompt)}"))
    await zed.write(f"How long does a refund take for my {WORD}?")
    await zed.reads(NAME)
    await zed.press("👎 No")
    await zed.reads("Sorry")
    await zed.write(f"Do you polish the brass of a {WORD} with beeswax?")
    await zed.reads("")


async def chats(town: Town, zed: Customer, tom: Person) -> Post:
    """Words, an edit, a file, and an agent who quotes; the card."""
    await town.has_on_duty(tom)
    await zed.write(f"Where is the refund for my {WORD}?")
    await zed.reads("")
    await zed.press(TALK)
    await zed.reads("Live chat:")
    await zed.press(LIVE_CHAT)
    await zed.reads("Your case number is FD-")
    card = await town.shows_card(zed)
    await tom.clicks("Claim", in_=card)
    await zed.reads("is now in the chat with you")
    said = await zed.write(f"The {WORD} is broken")
    await zed.edits(said, f"The {WORD} is broken, and late")
    await zed.sends_document(f"{WORD}.pdf", PDF, mime_type="application/pdf", caption=f"my {WORD} bill")
    await town.support.shows(lambda message: message.thread_ts == card.ts and bool(message.files))
    await tom.writes(town.support, f"About your {WORD}: it comes tomorrow.", card.ts)
    await zed.reads("it comes tomorrow")
    return card


async def rates(town: Town, zed: Customer, tom: Person, card: Post) -> None:
    """The agent closes the chat, and the customer says in words how it was."""
    await tom.clicks("Close", in_=await town.support.shows(lambda m: m.ts == card.ts and "Close" in m.buttons))
    await zed.reads("Was this solved?")
    await zed.press("Yes, it’s solved")
    await zed.reads("How did you like the help")
    await zed.press("2 ★")
    await zed.reads("tell us a little more")
    await zed.press("Add a word")
    await zed.reads("Please write it here.")
    await zed.write(f"{WORD} was not found")
    await zed.reads("that helps us get better")


async def asks_by_mail(town: Town, zed: Customer) -> str:
    """A ticket at a proven address, mails in both directions; its case."""
    await zed.write("/support")
    await zed.reads("This is how you can reach our team:")
    await zed.press(EMAIL)
    await zed.reads("What is it about?")
    await zed.write(f"When does my {WORD} come back?")
    await zed.reads("e-mail address")
    await zed.write(MAIL)
    saved = await zed.reads("You’ll read our answer here in the chat.")
    found = re.search(r"FD-\w{6}", saved.text)
    assert found
    mailbox = town.mailbox(MAIL)
    confirmation, opening = await mailbox.gets(found[0]), await town.team_gets(found[0])
    code = re.search(r"\b\d{6}\b", confirmation.text)
    assert code
    await zed.write(code[0])
    await zed.reads("is confirmed.")
    await town.team.replies(opening, f"Your {WORD} left us this morning.")
    answer = await mailbox.gets(f"Your {WORD} left us")
    await mailbox.replies(answer, f"The {WORD} is still not here.", {f"{WORD}.txt": WORD.encode()})
    await town.team_gets("is still not here")
    return found[0]


async def books_a_call(town: Town, zed: Customer) -> None:
    await zed.write("/support")
    await zed.reads("This is how you can reach our team:")
    await zed.press("Call me back")
    await zed.reads("Which phone number may we call?")
    await zed.write("+31 6 28374651")
    await zed.reads("Which time suits you?")
    await zed.press("As soon as possible")
    await zed.reads("Your call is booked")


async def reports(town: Town, zed: Customer) -> Post:
    """A dispute with a photo; its card."""
    words = Report(HERS.problem, HERS.other, f"My {WORD} never came.", HERS.wish)
    await fills_in(zed, words, photo=f"the box of the {WORD}")
    await zed.press(SEND)
    await zed.reads("your report is sent")
    return await town.trust.shows(lambda m: "Take under review" in m.buttons)


async def withdraws(town: Town, zed: Customer) -> None:
    """The dispute is over."""
    await zed.reads(" is open. We will look at it by ")
    await zed.press("Withdraw the report")
    await zed.reads("Do you want to withdraw")
    await zed.press("Withdraw the report")
    await zed.reads("Nothing more will be decided.")


async def is_read_at_the_board(town: Town, who: Person, case: str) -> str:
    """What a supervisor sees of a case, which is noted."""
    visitor = Visitor(Agent(AgentId(who.id), who.name), "supervisor", "a-token", member=True)
    async with inside(routes(town.room), visitor) as client:
        return await (await client.get(f"/cases/{case}")).text()


async def has_it_erased(zed: Customer) -> None:
    await zed.write("/privacy")
    await zed.reads("Your data, in short")
    await zed.press("Erase my data")
    await zed.reads("Shall I erase everything?")
    await zed.press("Yes, erase everything")
    await zed.reads("It is done", timeout=60)  # Slack is asked much, on a busy machine
