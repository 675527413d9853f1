"""A customer's phone: what she does with her chat, and what she sees in it."""

import asyncio
from collections.abc import Callable

from bots.playground.telegram import texts
from bots.playground.telegram.account import Account
from bots.playground.telegram.files import store
from bots.playground.telegram.state import Button, Chat, Media, Message, Press, Toast

Fits = Callable[[Message], bool]


class NothingToRead(AssertionError):
    """The awaited message did not come; says what is on the screen instead."""


class Customer:
    """One person and her private chat with the bot."""

    def __init__(self, account: Account, number: int) -> None:
        self.id = number
        self._account = account
        self._read = 0

    @property
    def chat(self) -> Chat:
        return self._account.state.chats[self.id]

    @property
    def screen(self) -> list[Message]:
        """The messages that she sees, oldest first; the bot's unfinished draft, if there is one, last."""
        draft = self.chat.draft
        shows = draft is not None and draft.until > self._account.clock()
        return [*self.chat.messages, *([draft.message] if draft is not None and shows else [])]

    @property
    def typing(self) -> bool:
        """Whether the bot is seen typing (or sending a file ...)."""
        return bool(self.chat.action) and self.chat.action_until > self._account.clock()

    @property
    def toasts(self) -> list[Toast]:
        """What her presses were answered with, in the order of the presses; an answer without words shows nothing."""
        presses = (press for press in self._account.state.presses.values() if press.chat_id == self.id)
        return [press.answer for press in presses if press.answer and (press.answer.text or press.answer.url)]

    async def starts(self, payload: str = "") -> int:
        """Open the chat, as by a link https://t.me/<bot>?start=<payload>."""
        return await self.write(f"/start {payload}".strip())

    async def write(self, text: str, *, reply_to: int | None = None) -> int:
        """Send a text, its message id. As on a phone, a long one goes in parts, and the last part's id comes back.

        Raises ValueError for a text with nothing in it, which no phone sends.
        """
        cleaned, _ = texts.plain(text)
        if not cleaned:
            raise ValueError("there is nothing in this text to send")
        sent = 0
        for start in range(0, len(cleaned), texts.MOST_TEXT):
            sent = self._send(cleaned[start : start + texts.MOST_TEXT], None, reply_to)
        return sent

    async def edits(self, message_id: int, text: str) -> None:
        """Change a message of hers; raises LookupError when there is none such."""
        message = self._account.state.message(self.id, message_id)
        if message is None or message.by_bot:
            raise LookupError(f"{message_id} is not a message of hers\n{self.described()}")
        message.text, message.entities = texts.plain(text)
        message.edited = self._account.now()
        self._account.tell_message("edited_message", message)
        self._account.changed()

    async def deletes(self, message_id: int) -> None:
        """Remove a message from both phones; a bot is not told."""
        self.chat.messages = [message for message in self.chat.messages if message.id != message_id]
        self._account.changed()

    async def sends_photo(
        self, content: bytes = b"\xff\xd8\xff\xd9", caption: str = "", album: str | None = None
    ) -> int:
        """Send a picture; those of one `album` come as messages with one `media_group_id`."""
        media = store(self._account.state, "photo", content, width=1280, height=960)
        return self._send(caption, media, album=album)

    async def sends_document(
        self,
        name: str,
        content: bytes = b"",
        *,
        mime_type: str = "application/octet-stream",
        caption: str = "",
        size: int | None = None,
        album: str | None = None,
    ) -> int:
        """Send a file; `size` in bytes pretends that it is larger than its content."""
        state = self._account.state
        media = store(state, "document", content, size=size, name=name, mime_type=mime_type)
        return self._send(caption, media, album=album)

    async def sends_video(
        self, content: bytes = b"\0\0\0\x18ftypmp42", caption: str = "", *, seconds: int = 5, album: str | None = None
    ) -> int:
        state = self._account.state
        media = store(
            state, "video", content, name="video.mp4", mime_type="video/mp4", width=1280, height=720, duration=seconds
        )
        return self._send(caption, media, album=album)

    async def sends_audio(self, name: str = "song.mp3", content: bytes = b"ID3", *, seconds: int = 120) -> int:
        state = self._account.state
        return self._send("", store(state, "audio", content, name=name, mime_type="audio/mpeg", duration=seconds))

    async def sends_sticker(self, emoji: str = "👍") -> int:
        media = store(self._account.state, "sticker", b"RIFF", width=512, height=512, emoji=emoji)
        return self._send("", media)

    async def sends_voice(self, seconds: int = 3, content: bytes = b"OggS") -> int:
        state = self._account.state
        media = store(state, "voice", content, duration=seconds, mime_type="audio/ogg")
        return self._send("", media)

    def _send(self, text: str, media: Media | None, reply_to: int | None = None, album: str | None = None) -> int:
        if self.chat.blocked:
            raise RuntimeError(f"{self.chat.first_name} has blocked the bot: unblock it first")
        cleaned, entities = texts.plain(text)
        message = Message(0, self.id, False, 0, cleaned, entities, media=media, reply_to=reply_to, album=album)
        self.chat.started = True
        self._account.add(self.chat, message)
        self._account.tell_message("message", message)
        return message.id

    async def press(
        self, label: str | None = None, *, message_id: int | None = None, callback_data: str | None = None
    ) -> str:
        """Press a button, the id of the press ("" for a button that only types its label).

        By its label, on the newest message that has it or on the one that is named; or by the data that it carried, which
        works for ever, whatever became of the message. Raises LookupError when no such button is there.
        """
        if callback_data is not None:
            return self._press(message_id or 0, callback_data)
        message, button = self._button(label or "", message_id)
        if button.callback_data is not None:
            return self._press(message.id, button.callback_data)
        if button.url is not None:
            raise LookupError(f"{label!r} opens {button.url} and tells the bot nothing")
        await self.write(button.label)
        return ""

    def _button(self, label: str, message_id: int | None) -> tuple[Message, Button]:
        for message in reversed(self.chat.messages):
            if message_id in (None, message.id):
                for button in (button for row in message.keyboard for button in row):
                    if button.label == label:
                        return message, button
        raise LookupError(f"no button {label!r} on the screen:\n{self.described()}")

    def _press(self, message_id: int, data: str) -> str:
        state = self._account.state
        number = str(10**15 + state.number())
        press = state.presses[number] = Press(number, self.id, message_id, data, self._account.clock())
        self._account.tell_press(press)
        self._account.changed()
        return number

    async def reads(self, fits: Fits | str = "", timeout: float = 5.0) -> Message:  # noqa: ASYNC109
        """The bot's next message, new or with a new text, that fits or has the words in it.

        Those before it count as read. Raises NothingToRead after `timeout` seconds.
        """
        try:
            async with asyncio.timeout(timeout):
                while (found := self._unread(fits)) is None:
                    await self._account.change()
        except TimeoutError:
            wanted = f"containing {fits!r} " if isinstance(fits, str) and fits else ""
            reason = f"no message {wanted}within {timeout} s; the screen:\n{self.described()}"
            raise NothingToRead(reason) from None
        self._read = found.revision
        return found

    def _unread(self, fits: Fits | str) -> Message | None:
        new = sorted((m for m in self.chat.messages if m.by_bot), key=lambda m: m.revision)
        fitting = (m for m in new if (fits in m.text if isinstance(fits, str) else fits(m)))
        return next((m for m in fitting if m.revision > self._read), None)

    async def sees(self, fits: Callable[["Customer"], bool], timeout: float = 5.0) -> None:  # noqa: ASYNC109
        """Wait until her phone looks like this; raises NothingToRead after `timeout` seconds."""
        try:
            async with asyncio.timeout(timeout):
                while not fits(self):
                    await self._account.change()
        except TimeoutError:
            raise NothingToRead(f"not within {timeout} s; the screen:\n{self.described()}") from None

    def blocks(self) -> None:
        self._set_blocked(True)

    def unblocks(self) -> None:
        self._set_blocked(False)

    def _set_blocked(self, blocked: bool) -> None:
        if self.chat.blocked != blocked:
            self.chat.blocked = blocked
            self._account.tell_membership(self.chat)
            self._account.changed()

    def described(self) -> str:
        """The screen as text, for people who read why a test failed."""
        lines = [_line(self.chat.first_name, message) for message in self.screen]
        return "\n".join(lines) or "(an empty chat)"


def _line(name: str, message: Message) -> str:
    who = "bot" if message.by_bot else name
    what = f"({message.media.kind}) {message.text}" if message.media else message.text
    marks = "".join(f" [{label}]" for label in message.buttons)
    return f"  #{message.id} {'draft of ' if message.draft else ''}{who}: {what}{marks}"
