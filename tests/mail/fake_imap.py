"""An IMAP server that breaks as it is told: for the faults that a real one does not show on request."""

import asyncio
import contextlib
import re
from collections import Counter
from collections.abc import Callable

CHUNK = 65_536


class FakeImap:
    """One folder with one account. `mails`: by UID; `commands`: what it was asked, such as "FETCH 3"."""

    def __init__(self) -> None:
        self.mails: dict[int, bytes] = {}
        self.seen: set[int] = set()
        self.validity = 1
        self.has_idle = True
        self.breaks_at: Counter[int] = Counter()  # so often the connection breaks in the middle of this mail
        self.refuses: set[int] = set()
        self.refuses_login = False
        self.is_silent = False  # takes connections and says nothing
        self.uid_after_the_mail = False
        self.commands: list[str] = []
        self.on_command: Callable[[str], None] = lambda command: None
        self._connections: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._told: dict[asyncio.StreamWriter, int] = {}  # how many mails each connection has heard of
        self._idling: dict[asyncio.StreamWriter, str] = {}
        self._server: asyncio.Server | None = None
        self.url = ""  # of the folder, once it is up

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=CHUNK)
        self.url = f"imap://desk:canary-imap@127.0.0.1:{self._server.sockets[0].getsockname()[1]}/INBOX"

    async def stop(self) -> None:
        assert self._server
        self._server.close()
        self.break_connections()
        await self._server.wait_closed()
        await asyncio.gather(*self._tasks)

    def deliver(self, raw: bytes, uid: int = 0) -> int:
        """Give it a number, and tell those who wait."""
        number = uid or max(self.mails, default=0) + 1
        self.mails[number] = raw
        for writer in self._idling:
            writer.write(f"* {len(self.mails)} EXISTS\r\n".encode())
        return number

    def break_connections(self) -> None:
        for writer in list(self._connections):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._connections.add(writer)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            if self.is_silent:
                await reader.read()
                return
            writer.write(b"* OK ready\r\n")
            while line := (await reader.readline()).decode().strip():
                await self._answer(line, writer)
        self._connections.discard(writer)
        self._idling.pop(writer, None)
        writer.close()

    async def _answer(self, line: str, writer: asyncio.StreamWriter) -> None:
        if line.upper() == "DONE":
            writer.write(f"{self._idling.pop(writer)} OK done\r\n".encode())
            return
        tag, _, command = line.partition(" ")
        name, _, arguments = command.removeprefix("UID ").partition(" ")
        self.commands.append(
            f"{name.upper()} {arguments.split(' ')[0]}" if name in ("FETCH", "STORE") else name.upper()
        )
        self.on_command(self.commands[-1])
        if name.upper() == "IDLE":
            self._idling[writer] = tag
            writer.write(b"+ idling\r\n")
            if self._told.get(writer) != len(self.mails):
                writer.write(f"* {len(self.mails)} EXISTS\r\n".encode())
            return
        state = await self._do(name.upper(), arguments, writer)
        writer.write(f"{tag} {state} {name}\r\n".encode())
        await writer.drain()

    async def _do(self, name: str, arguments: str, writer: asyncio.StreamWriter) -> str:
        """What is said before the last line; its state."""
        match name:
            case "LOGIN" if self.refuses_login:
                return "NO [AUTHENTICATIONFAILED]"
            case "CAPABILITY":
                writer.write(f"* CAPABILITY IMAP4rev1{' IDLE' if self.has_idle else ''}\r\n".encode())
            case "STATUS":
                told = (
                    f"UIDVALIDITY {self.validity} UIDNEXT {max(self.mails, default=0) + 1} MESSAGES {len(self.mails)}"
                )
                writer.write(f'* STATUS "INBOX" ({told})\r\n'.encode())
            case "SELECT":
                writer.write(f"* {len(self.mails)} EXISTS\r\n* OK [UIDVALIDITY {self.validity}] valid\r\n".encode())
            case "SEARCH":
                self._told[writer] = len(self.mails)
                writer.write(f"* SEARCH {' '.join(map(str, self._found(arguments)))}\r\n".encode())
            case "FETCH":
                return await self._fetch(int(arguments.split(" ")[0]), arguments, writer)
            case "STORE":
                self.seen.add(int(arguments.split(" ")[0]))
            case "LOGOUT":
                writer.write(b"* BYE\r\n")
            case "LOGIN" | "NOOP":
                pass
            case _:
                return "BAD"
        return "OK"

    def _found(self, criteria: str) -> list[int]:
        """`UID n:*` gives the last mail in any case (RFC 3501, 6.4.8)."""
        if "UNSEEN" in criteria:
            return sorted(self.mails.keys() - self.seen)
        first = int(criteria.rpartition(" ")[2].partition(":")[0])
        return sorted(
            {uid for uid in self.mails if uid >= first} | {max(self.mails, default=first)} & self.mails.keys()
        )

    async def _fetch(self, uid: int, what: str, writer: asyncio.StreamWriter) -> str:
        if uid in self.refuses:
            return "NO [SERVERBUG]"
        raw = self.mails.get(uid)
        if raw is None:
            return "OK"
        if "BODY" not in what:
            writer.write(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(raw)})\r\n".encode())
            return "OK"
        part = re.search(r"<0\.(\d+)>", what)
        body = raw[: int(part[1])] if part else raw
        before, after = ("", f" UID {uid}") if self.uid_after_the_mail else (f"UID {uid} ", "")
        writer.write(f"* 9 FETCH (FLAGS (\\Seen))\r\n* 1 FETCH ({before}BODY[]<0> {{{len(body)}}}\r\n".encode())
        if self.breaks_at[uid]:
            self.breaks_at[uid] -= 1
            writer.write(body[: len(body) // 2])
            await writer.drain()
            writer.transport.abort()
            return "OK"
        writer.write(body + f"{after})\r\n".encode())
        return "OK"
