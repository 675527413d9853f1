"""Ports of this machine for servers that tests start: no two tests that run at once are given the same one."""

import os
import socket
from itertools import count

FIRST, EACH = 20_000, 700  # below the ports that systems give out by themselves (Linux: from 32,768 on)

_given = count(os.getpid() % EACH)


def free_port() -> int:
    """On loopback. It stays free while a server is started again, which a port that the system gave would not."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 16
    for _ in range(EACH):
        port = FIRST + worker * EACH + next(_given) % EACH
        if _is_free(port):
            return port
    raise AssertionError("no port is free")


def _is_free(port: int) -> bool:
    with socket.socket() as free:
        try:
            free.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
