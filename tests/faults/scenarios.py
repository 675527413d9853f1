"""What the fault runner has happen while it kills: seven ways through the desk, each to its end, and what it must have come to."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from bots.playground.telegram import Customer
from tests.faults import call_ways, chat_ways, dispute_ways, shop_ways, ticket_ways, ways
from tests.faults.call_oracle import check_call
from tests.faults.dispute_oracle import check_dispute
from tests.faults.oracle import Story, drained
from tests.faults.stage import REPLIES, SHOP_SECRET, Stage
from tests.faults.ticket_oracle import check_ticket

Stories = Mapping[Customer, Story]


async def nothing_more(stage: Stage) -> None:
    """The common oracle sees it all."""


@dataclass(frozen=True)
class Scenario:
    """`before`: what happens unharmed after the start. `way`: what is killed. `after`: what must hold besides the oracle's."""

    name: str
    way: Callable[[Stage], Awaitable[Stories]]
    before: Callable[[Stage], Awaitable[None]] = nothing_more
    after: Callable[[Stage], Awaitable[None]] = nothing_more
    settings: Mapping[str, str] = field(default_factory=dict)


async def first_question(stage: Stage) -> Stories:
    """Written about by a model; and a second one."""
    screen, transcript = [], []
    for question in ("How do I change my password?", "When do I get my money back?"):
        await stage.anna.write(question)
        await stage.reads(stage.anna, f"From the help centre: {question}")
        screen.append(question)
        transcript += [f"customer: {question}", "assistant"]
    return {stage.anna: Story(screen=tuple(screen), transcript=tuple(transcript), stage="Idle")}


async def order_question(stage: Stage) -> Stories:
    return {stage.anna: await shop_ways.buyer(stage)}


async def live_chat(stage: Stage) -> Stories:
    return {stage.anna: await chat_ways.words_and_files(stage)}


async def files_came_whole(stage: Stage) -> None:
    chat_ways.check_files(stage)


async def email_ticket(stage: Stage) -> Stories:
    await ways.until_asked_for_an_address(stage)
    return {stage.anna: await ticket_ways.to_the_end(stage)}


async def ticket_is_whole(stage: Stage) -> None:
    check_ticket(stage)


async def callback(stage: Stage) -> Stories:
    await call_ways.asks_for_a_time(stage)
    return {stage.anna: await call_ways.to_the_end(stage)}


async def call_is_whole(stage: Stage) -> None:
    check_call(stage)


async def dispute(stage: Stage) -> Stories:
    return await dispute_ways.to_the_end(stage)


async def both_have_told(stage: Stage) -> None:
    stage.daan.chat.language_code = "en"
    await dispute_ways.signed_in(stage)
    await dispute_ways.fills_in(stage)


async def in_the_chat(stage: Stage) -> None:
    await ways.live_chat_until_claimed(stage)
    await drained(stage)


async def rating(stage: Stage) -> Stories:
    return {stage.anna: await chat_ways.is_rated(stage)}


async def rated_once(stage: Stage) -> None:
    chat_ways.check_rating(stage)


SCENARIOS = (
    Scenario("first question", first_question, settings={"OPENAI_MODEL": "scripted"}),
    Scenario("order question", order_question, settings={"SHOP_SECRET": SHOP_SECRET}),
    Scenario("live chat with files", live_chat, after=files_came_whole),
    Scenario("e-mail ticket", email_ticket, after=ticket_is_whole, settings={"MAIL_REPLY_ADDRESS": REPLIES}),
    Scenario("callback", callback, after=call_is_whole, settings={"HOURS_PHONE": "Mo-Su 0:00-24:00"}),
    Scenario("dispute", dispute, both_have_told, check_dispute, settings={"SHOP_SECRET": SHOP_SECRET}),
    Scenario("rating", rating, in_the_chat, rated_once),
)
BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}
