"""The invented team at its mailbox: answers what comes in, sometimes closes it, and customers thank by mail now and then."""

from bots.playground.demo.cast import agents_say
from bots.playground.demo.pace import Pace
from bots.playground.mail import Mailbox, NoMail
from bots.playground.mail.mail import Mail

_NAMES = ("Eva Jansen", "Tom Visser", "Kasia Wilk")


class MailTeam:
    def __init__(self, inbox: Mailbox, pace: Pace) -> None:
        self._inbox = inbox
        self._pace = pace

    async def works(self) -> None:
        """Until it is cancelled."""
        while True:
            try:
                mail = await self._inbox.gets(timeout=self._pace.seconds(600))
            except NoMail:
                continue
            await self._answers(mail)

    async def _answers(self, mail: Mail) -> None:
        """Not all of them: what is left waits, as it does."""
        await self._pace.pause(15, 60)
        if self._pace.happens(0.6):
            words = self._pace.dice.choice(agents_say("mails"))
            close = "\n#close" if self._pace.happens(0.3) else ""
            await self._inbox.replies(mail, f"{words}{close}", name=self._pace.dice.choice(_NAMES))
