"""A small day at the desk: twenty-two customers, each with another course, as they and the staff act in their messengers."""

import re
from datetime import timedelta

from msgspec.structs import replace

from bots.playground.slack import Person
from bots.playground.telegram import Customer
from core.model.codec import decode, encode
from core.model.figures import HandoffRow
from tests.scenarios.corresponding import Ticket, opened
from tests.scenarios.languages import BY_SPEAKER
from tests.scenarios.test_scenario_board_acts import MEETING, at_the_board
from tests.scenarios.test_scenario_calls import booked, task
from tests.scenarios.test_scenario_controls import owned, stands
from tests.scenarios.test_scenario_disputes import decides, reports
from tests.scenarios.town import EMAIL, LIVE_CHAT, TALK, Town, chatting, signed_in, waiting

QUESTION = "When do I get my money back?"
IN_OTHER_WORDS = "When do I get my refund?"
RIDDLE = "Which colour has the moon?"
LATE = timedelta(minutes=10)


class Day:
    """Each method is one customer's course; it begins with the name, and ends when the desk has done its part."""

    def __init__(self, town: Town, tom: Person, zofia: Person) -> None:
        self.town, self.tom, self.zofia = town, tom, zofia
        self._customers = 2000

    def _comes(self, name: str, language: str = "en") -> Customer:
        self._customers += 1
        return self.town.customer(self._customers, name, language)

    async def passes(self) -> None:
        await self.town.has_on_duty(self.tom)
        for course in (
            *(self.cas, self.ann, self.bo, self.dan, self.dora, self.emma, self.eve, self.fay, self.gus, self.ivo),
            *(self.lea, self.max, self.hal, self.ned, self.pia, self.quin, self.rob, self.anna, self.tia, self.uma),
            *(self.kim, self.ola),
        ):
            await course()

    # --- the assistant alone
    async def ann(self) -> None:
        """Is helped."""
        ann = self._comes("Ann")
        await _asks(ann)
        await ann.press("\U0001f44d Yes")
        await ann.reads("Glad that helped.")

    async def bo(self) -> None:
        """Says nothing, in Dutch."""
        bo = self._comes("Bo", "nl")
        await bo.write(BY_SPEAKER["nl"].question)
        await bo.reads("2 werkdagen")

    async def dan(self) -> None:
        """Asks twice in other words, and then is helped."""
        dan = self._comes("Dan")
        await _asks(dan)
        await _asks(dan, IN_OTHER_WORDS)
        await dan.press("\U0001f44d Yes")
        await dan.reads("Glad that helped.")

    async def dora(self) -> None:
        """Asks the very same again, sees the ways to a person, and leaves."""
        dora = self._comes("Dora")
        await _asks(dora)
        await dora.write(f"{QUESTION.lower()}!")
        await dora.reads("It looks like my answer didn’t help")

    async def emma(self) -> None:
        """Signs in, and asks for an order of her own."""
        emma = await signed_in(self.town, 1003, "Emma")
        await emma.write("H-104218")
        await emma.reads("\nAs of ")

    async def eve(self) -> None:
        """Asks what nobody knows."""
        eve = self._comes("Eve")
        await eve.write(RIDDLE)
        await eve.reads("I couldn’t find an answer")

    # --- live chats
    async def cas(self) -> None:
        """Is not helped, in Polish; waits too long; is content in the end."""
        cas = self._comes("Cas", "pl")
        await cas.write(BY_SPEAKER["pl"].question)
        await cas.reads("dni roboczych")
        await cas.press("\U0001f44e Nie")
        await cas.reads("Tak możesz skontaktować się z naszym zespołem")
        await cas.press("Rozpocznij czat na żywo")
        await cas.reads("FD-")
        card = await self.town.shows_card(cas)
        self._time_passes(LATE)
        await self.tom.clicks("Claim", in_=card)
        await cas.reads("Tom")
        await self.tom.writes(self.town.support, "Dzień dobry", card.ts)
        await cas.reads("Dzień dobry")
        await self.tom.clicks("Close", in_=card)
        await cas.reads("Czy sprawa jest załatwiona?")
        await cas.press("Tak, załatwione")
        await cas.reads("5 ★")
        await cas.press("5 ★")
        await cas.reads("Dziękujemy!")

    def _time_passes(self, time: timedelta) -> None:
        """For the one way to a person that there is."""
        ((data,),) = self.town.stored("SELECT data FROM handoffs")
        row = decode(data, HandoffRow)
        assert row.due
        earlier = replace(row, asked_at=row.asked_at - time, due=row.due - time)
        self.town.stored("UPDATE handoffs SET data = ?, asked_at = asked_at - ?", encode(earlier), time.total_seconds())

    async def gus(self) -> None:
        """Is in danger, and is answered."""
        gus = self._comes("Gus")
        await gus.write("I will kill myself")
        await gus.reads("112")
        await gus.press(LIVE_CHAT)
        await gus.reads("FD-")
        card = await self.town.shows_card(gus)
        await self.tom.clicks("Claim", in_=card)
        await self._talks_and_closes(gus, card.ts)

    async def ivo(self) -> None:
        """Leaves the queue."""
        ivo = self._comes("Ivo")
        await waiting(self.town, ivo, self.tom)
        await ivo.write("/support")
        await ivo.reads("You’re waiting for a colleague")
        await ivo.press("Stop waiting")
        await ivo.reads("you’re no longer waiting")

    async def kim(self) -> None:
        """Is passed on, and finds it not solved."""
        await self.town.has_on_duty(self.zofia)
        kim = self._comes("Kim")
        chat = await owned(self.town, kim, self.tom)
        await chat.agent_writes("One moment please")
        await kim.reads("One moment please")
        await self.tom.clicks("Transfer…", in_=chat.card)
        await self.tom.submits(to="Zofia", note="An invoice")
        await stands(chat, "Zofia is answering", "Close")
        await self.zofia.clicks("Close", in_=chat.card)
        await kim.reads("Was this solved?")
        await kim.press("Not yet")
        await kim.reads("I’m sorry.")

    async def lea(self) -> None:
        """Is spam."""
        lea = self._comes("Lea")
        await chatting(self.town, lea, self.tom)
        await self.tom.slash("/frontdesk", "close spam", self.town.support)
        await lea.reads("Tom has ended the chat")

    async def max(self) -> None:
        """Is closed, taken up again by the agent, and closed."""
        max_ = self._comes("Max")
        chat = await owned(self.town, max_, self.tom)
        await self._talks_and_closes(max_, chat.card.ts)
        await self.tom.clicks("Reopen", in_=await stands(chat, "Closed.", "Reopen"))
        await stands(chat, "Tom is answering", "Close")
        await self._talks_and_closes(max_, chat.card.ts)

    async def hal(self) -> None:
        """Is handed back to the assistant, and asks it."""
        hal = self._comes("Hal")
        chat = await owned(self.town, hal, self.tom)
        await self.tom.selects("Hand back to the assistant", in_=chat.card)
        await hal.reads("the AI assistant answers again")
        await _asks(hal, "How do I pay?", "within 3 days")

    async def tia(self) -> None:
        """Has a mail instead, for a supervisor closes the chat."""
        tia = self._comes("Tia")
        await waiting(self.town, tia, self.tom)
        async with at_the_board(self.town, self.zofia) as supervisor:
            await supervisor.does("close-method", MEETING)
            await tia.reads("Our team is in a meeting.")
            await _gives_an_address(tia, "tia@shop.example")
            await supervisor.does("open-method", {"method": "live_chat"})
        await self.town.support.shows(lambda message: "Zofia has opened live chat again." in message.plain)

    async def uma(self) -> None:
        """Is claimed by a desk that was started anew, and answered by another."""
        uma = self._comes("Uma")
        card = await waiting(self.town, uma, self.tom)
        await self.town.reopens()
        await self.tom.clicks("Claim", in_=card)
        await uma.reads("Tom is now in the chat with you.")
        await self.town.reopens()
        await self._talks_and_closes(uma, card.ts)

    async def _talks_and_closes(self, customer: Customer, thread: str) -> None:
        await self.tom.writes(self.town.support, "Hello, let me see.", thread)
        await customer.reads("Hello, let me see.")
        await self.tom.slash("/frontdesk", "close", self.town.support)
        await customer.reads("Tom has ended the chat")

    # --- calls
    async def ned(self) -> None:
        """Is called, and it is solved."""
        ned = self._comes("Ned")
        await self.tom.clicks("Claim", in_=await booked(self.town, ned, self.tom))
        await self.tom.clicks("Reached", in_=await task(self.town, "Reached"))
        await self.tom.writes(self.town.support, "It went out.", (await task(self.town, "Done…")).ts)
        await ned.reads("Was this solved?")
        await ned.press("Yes, it’s solved")
        await ned.reads("How did you like the help")

    async def ola(self) -> None:
        """Cannot be reached three times, and has a mail instead."""
        ola = self._comes("Ola")
        await booked(self.town, ola, self.tom)
        for agent in (self.tom, self.zofia, self.town.agent("Eva", "U0EVA")):
            await agent.clicks("Claim", in_=await task(self.town, "Claim"))
            await agent.clicks("Not reached", in_=await task(self.town, "Not reached"))
            await ola.reads("couldn’t reach you")
        await _gives_an_address(ola, "ola@shop.example")

    # --- mails
    async def fay(self) -> None:
        """Asks what nobody knows but the team, and until it answers something else."""
        fay = self._comes("Fay")
        await self._riddle_by_mail(fay)
        await _gives_an_address(fay, "fay@shop.example")
        await _asks(fay, "How do I pay?", "within 3 days")
        await self.town.team.replies(await self.town.team_gets(RIDDLE), "It is grey.")
        await fay.reads("It is grey.")
        await fay.press("Solved, thank you")
        await fay.reads("is closed.")

    async def _riddle_by_mail(self, customer: Customer, riddle: str = RIDDLE) -> None:
        await customer.write(riddle)
        await customer.reads("I couldn’t find an answer")
        await customer.press(TALK)
        await customer.reads("This is how you can reach our team:")

    async def pia(self) -> None:
        """Is answered, and comes back by mail with more."""
        ticket = await self._has_a_ticket("Pia")
        await ticket.is_proven()
        await self.town.team.replies(ticket.opening, "It has left.\n\n#close")
        await ticket.anna.reads("Was this solved?")
        await ticket.mailbox.replies(ticket.mailbox.mails[-1], "But nothing came.")
        await self.town.team_gets("But nothing came.")

    async def quin(self) -> None:
        """Has two cases, which the team makes one of."""
        ticket = await self._has_a_ticket("Quin")
        quin = ticket.anna
        await ticket.is_proven()
        await self.town.team.replies(ticket.opening, "It has left.")
        await quin.reads("It has left.")
        await quin.press("New question")
        await quin.reads("What can I help you with?")
        riddle = "Which colour has the moon of Jupiter?"
        await self._riddle_by_mail(quin, riddle)
        await quin.press(EMAIL)
        await quin.reads("Which e-mail address")
        await quin.press("Use quin@shop.example")
        second = await self.town.team_gets(f"] {riddle}")
        code = re.search(r"FD-\w{6}", second.subject)
        assert code
        await self.town.team.replies(ticket.opening, f"#merge {code[0]}")
        await quin.reads("they’re one case now")
        await self.town.team.replies(second, "It is grey.\n\n#close")
        await quin.reads("Was this solved?")
        await quin.press("Yes, it’s solved")
        await quin.reads("How did you like our help")

    async def rob(self) -> None:
        """Is closed by the team without a word."""
        ticket = await self._has_a_ticket("Rob")
        await self.town.team.replies(ticket.opening, "#close")
        await ticket.anna.reads("is closed.")

    async def _has_a_ticket(self, name: str) -> Ticket:
        return await opened(self.town, self._comes(name), f"{name.lower()}@shop.example")

    # --- a dispute
    async def anna(self) -> None:
        """Reports an order, and it is decided."""
        anna = await signed_in(self.town, 1001, "Anna")
        await reports(self.town, anna)
        await decides(self.town, self.tom, measures="no_action")
        await anna.reads("We have decided dispute")


async def _asks(customer: Customer, question: str = QUESTION, answer: str = "2 working days") -> None:
    await customer.write(question)
    await customer.reads(answer)


async def _gives_an_address(customer: Customer, address: str) -> None:
    await customer.press(EMAIL)
    await customer.reads("Which e-mail address")
    await customer.write(address)
    await customer.reads("You’ll read our answer here in the chat.")
