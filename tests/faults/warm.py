"""Starts the product in a twentieth of the time: a process that has imported and read everything is forked for each start.

What is forked runs `main(["run"])` as `python -m bots run` does, is a process of its own, and is killed as such. Its clock
is off by the seconds in the file `CLOCK` of its working folder, where there is one. It tries again what failed and looks at
its clock sooner than an operator's: their pauses say nothing that shorter ones would not.
As a script: listens on the Unix socket that it is given until its standard input ends. A request is one line of JSON
(cwd, environment, log); the answer is a line with the pid, and a line with the exit code once it has ended.
"""

import asyncio
import gc
import json
import os
import random
import selectors
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NoReturn

from tests.faults.many import newer

ROOT = Path(__file__).parents[2]
CLOCK = "clock"
DIES_OFTEN = "DIES_OFTEN"  # in the environment of a process that is killed again and again, with no other beside it
CARDS_WAIT = "CARDS_WAIT"  # likewise, where a card that can wait does so, as an operator's
LOOKS_EVERY = 0.2  # seconds
PINGS_EVERY = 3.0  # seconds


class Forked:
    """A running product: what the tests use of asyncio's subprocesses."""

    def __init__(self, pid: int, answers: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._writer = writer
        self._end = asyncio.create_task(self._until_the_end(answers))

    async def _until_the_end(self, answers: asyncio.StreamReader) -> int:
        self.returncode = int(await answers.readline())
        self._writer.close()
        return self.returncode

    async def wait(self) -> int:
        return await asyncio.shield(self._end)

    def send_signal(self, number: int) -> None:
        """Nothing for one that has just ended, which `returncode` may not show yet."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)


class WarmStarts:
    """The client's side; `close` ends the waiting process."""

    def __init__(self, folder: Path) -> None:
        self._address = str(folder / "warm")
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            [sys.executable, __file__, self._address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"warm\n"

    async def start(self, cwd: Path, environment: Mapping[str, str], log: Path) -> Forked:
        answers, writer = await asyncio.open_unix_connection(self._address)
        request = {"cwd": str(cwd), "environment": dict(environment), "log": str(log)}
        writer.write(json.dumps(request).encode() + b"\n")
        return Forked(int(await answers.readline()), answers, writer)

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


# --- the waiting process


def serve(address: str) -> None:
    door = socket.socket(socket.AF_UNIX)
    door.bind(address)
    door.listen()
    _import_everything()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how the keepers ended
    sys.stdout.write("warm\n")
    sys.stdout.flush()
    waiting = selectors.DefaultSelector()
    waiting.register(door, selectors.EVENT_READ)
    waiting.register(sys.stdin, selectors.EVENT_READ)
    while all(key.fileobj is door for key, _ in waiting.select()):
        connection, _ = door.accept()
        if os.fork() == 0:
            _keep(connection)
        connection.close()


def _import_everything() -> None:
    # The product imports these only where a model is set, or other machines.
    import openai  # noqa: F401
    import redis.asyncio  # noqa: F401

    import bots.cli.run  # noqa: F401
    import core.store.postgres  # noqa: F401
    from bots import app
    from core.answers.guard import check
    from core.language import detect, intent
    from core.language.spec import LANGUAGES

    detect.warm_up()
    intent.warm_up()
    for row in LANGUAGES:
        intent.compile_rules(row.code)
    check("5", [], "en")
    catalog = app.read_catalog()
    app.read_catalog = lambda: catalog
    gc.freeze()


def _keep(connection: socket.socket) -> NoReturn:
    """Start one product and stay until it has ended, or until nobody wants to know any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    line = connection.makefile("rw")
    request = json.loads(line.readline())
    pid = os.fork()
    if pid == 0:
        _run(**request)
    try:
        print(pid, file=line, flush=True)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), file=line, flush=True)
    except OSError:
        os.kill(pid, signal.SIGKILL)
    os._exit(0)


def _run(cwd: str, environment: dict[str, str], log: str) -> NoReturn:
    from bots.cli.commands import main

    os.chdir(cwd)
    _have_a_clock_that_is_off(Path(cwd) / CLOCK)
    _be_quick(cards_wait=bool(environment.get(CARDS_WAIT)))
    if environment.get(DIES_OFTEN):
        _take_over_at_once()
        _be_patient()
    if environment.get(newer.RELEASE):
        newer.knows_more()
    os.environ.clear()
    os.environ.update(environment)
    random.seed()
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for inherited in (0, 1, 2):
        os.dup2(output, inherited)
    os.closerange(3, 1024)
    code = 1
    try:
        code = main(["run"])
    except BaseException:  # noqa: BLE001 - the edge of the process
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _have_a_clock_that_is_off(by: Path) -> None:
    from core.engine.clock import SystemClock

    right = SystemClock.now

    def now(clock: SystemClock) -> datetime:
        try:
            return right(clock) + timedelta(seconds=float(by.read_text()))
        except FileNotFoundError:
            return right(clock)

    SystemClock.now = now  # type: ignore[method-assign]


def _be_quick(*, cards_wait: bool) -> None:
    from bots import workspace
    from bots.slack import link
    from bots.slack.access import BySocket
    from bots.slack.cases import bursts, catching_up
    from core.engine import alerts, dispatcher, retry, timers, worker

    first = timedelta(seconds=LOOKS_EVERY)
    for name, policy in list(vars(retry).items()):
        if isinstance(policy, retry.Policy):
            setattr(retry, name, policy._replace(first=first))
    worker.PARK = first
    worker.IDLE = dispatcher.PAUSE = timers.LONGEST_SLEEP = alerts.LOOKS = catching_up.LOOKS = LOOKS_EVERY
    link.PAUSES = (LOOKS_EVERY, *link.PAUSES)
    if not cards_wait:  # how often a card is changed would depend on how quick the machine is
        bursts.PATIENCE = timedelta(0)
    workspace.BySocket = partial(BySocket, ping_seconds=PINGS_EVERY)


def _take_over_at_once() -> None:
    """What a dead process still holds in the store runs out before its next start is ready."""
    from core.engine.ownership import shared

    shared.BEAT, shared.LEASE, shared.MARGIN = 0.2, timedelta(seconds=1), 0.2


def _be_patient() -> None:
    """What a customer waits for is given up after seconds, and that is no fault: here it is to be done in spite of all."""
    from core.engine import retry

    for name in ("ASKING", "LOOKING", "OPENING"):
        setattr(retry, name, getattr(retry, name)._replace(give_up=timedelta(minutes=5)))


if __name__ == "__main__":
    serve(sys.argv[1])
