"""The product as a process of its own, that is killed, comes back on the same folder, and is asked to stop."""

import asyncio
import os
import resource
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).parents[2]
READY = "Frontdesk is running"
STARTS_WITHIN = 90.0  # seconds, of a slow and busy machine
STOPS_WITHIN = 30.0


async def until(fits: Callable[[], bool], pause: float = 0.01) -> None:
    """Look again and again: neither files nor other processes tell when they change."""
    while not fits():  # noqa: ASYNC110
        await asyncio.sleep(pause)


class Process(Protocol):
    """What the tests use of asyncio's subprocesses."""

    @property
    def pid(self) -> int: ...

    @property
    def returncode(self) -> int | None: ...

    async def wait(self) -> int: ...

    def send_signal(self, signal: int, /) -> None: ...


Start = Callable[[Path, Mapping[str, str], Path], Awaitable[Process]]  # the working folder, the environment, the log


async def cold_start(folder: Path, environment: Mapping[str, str], log: Path) -> Process:
    """As an operator starts it."""
    with log.open("ab") as output:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bots", "run", cwd=folder, env=environment, stdout=output, stderr=output
        )


class Product:
    """`python -m bots run`. Whenever it ends by our kill it is started again at once, on the same data folder.

    What is in `on_start` is called at every such new start, what is in `on_kill` right before each kill.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str], start: Start = cold_start) -> None:
        self.on_start: list[Callable[[], None]] = []
        self.on_kill: list[Callable[[], None]] = []
        self.kills = 0
        self.died = asyncio.Event()  # it ended though nobody asked it to
        self.folder = folder
        self._environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment}
        self._log = folder / "product.log"
        self._start = start
        self._process: Process | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._said_before = 0
        self._wanted = True
        self._killed = False

    async def start(self) -> None:
        await self._spawn()
        self._watcher = asyncio.create_task(self._watch())

    async def _spawn(self) -> None:
        self._said_before = len(self.log())
        self._process = await self._start(self.folder, self._environment, self._log)
        self._killed = False

    async def _watch(self) -> None:
        while self._process is not None:
            await self._process.wait()
            if not self._wanted:
                return
            if not self._killed:
                self.died.set()
                return
            await self._spawn()
            if not self._wanted:  # the test ended meanwhile
                self._process.send_signal(signal.SIGKILL)
            for hook in self.on_start:
                hook()

    def kill(self) -> None:
        """kill -9, now."""
        if self._process is None or self._killed or self._process.returncode is not None:
            return
        for hook in self.on_kill:
            hook()
        self._killed = True
        self.kills += 1
        self._process.send_signal(signal.SIGKILL)

    def pause(self) -> None:
        """As a machine that is put to sleep."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def terminate(self) -> None:
        """SIGTERM, now; it is not started again by itself."""
        self._wanted = False
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def ended(self, within: float = STOPS_WITHIN) -> int:
        """Its exit code; raises TimeoutError if it does not end in time."""
        assert self._process is not None
        async with asyncio.timeout(within):
            return await self._process.wait()

    async def start_again(self) -> None:
        """After it has ended."""
        await self.put_away()
        self.died.clear()
        self._wanted = True
        await self.start()

    async def ready(self) -> None:
        """Returns when the present process says that it runs. Raises AssertionError with its log if it ends or is late."""
        try:
            async with asyncio.timeout(STARTS_WITHIN):
                while self._killed or READY not in self.log()[self._said_before :]:
                    assert self._killed or self._process is None or self._process.returncode is None, self.log()
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"not running within {STARTS_WITHIN} s:\n{self.log()}") from None

    async def stop(self) -> int:
        """Wait until it runs, then SIGTERM; the exit code."""
        await self.ready()
        self.terminate()
        return await self.ended()

    def limit_files(self, size: int | None) -> None:
        """No file may grow beyond so many bytes, as on a full disk; None lifts the limit."""
        assert self._process is not None
        soft = resource.RLIM_INFINITY if size is None else size
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (soft, resource.RLIM_INFINITY))

    async def put_away(self) -> None:
        """Whatever becomes of the test, no process stays."""
        self._wanted = False
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGKILL)
            await self._process.wait()
        if self._watcher is not None:
            await self._watcher

    def log(self) -> str:
        return self._log.read_text("utf-8", "replace") if self._log.exists() else ""
