"""A Redis behind TLS is reached by rediss://, and by nobody who cannot prove who they are."""

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from core.engine.clock import SystemClock
from core.engine.vitals import KnownVitals
from core.nerves.link import RedisLink
from tests.nerves.valkey import Valkey

Running = Callable[[Callable[[], Awaitable[None]]], None]

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed, to make a certificate")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of 127.0.0.1, with its key in the same file."""
    folder = tmp_path_factory.mktemp("tls")
    key, made = folder / "key.pem", folder / "certificate.pem"
    asked = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(["openssl", "req", *asked, *names, "-keyout", key, "-out", made], check=True, capture_output=True)
    made.write_text(made.read_text() + key.read_text())
    return made


@pytest.fixture
async def port(server: Valkey, certificate: Path) -> AsyncIterator[int]:
    """Of a door with TLS before the server."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    carrying: set[asyncio.Task[None]] = set()

    async def carry(from_: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        try:
            while said := await from_.read(4096):
                to.write(said)
        finally:
            to.close()

    async def door(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind, inside = await asyncio.open_connection("127.0.0.1", server.port)
        for each in (carry(reader, inside), carry(behind, writer)):
            carrying.add(asyncio.ensure_future(each))

    listening = await asyncio.start_server(door, "127.0.0.1", 0, ssl=tls)
    yield listening.sockets[0].getsockname()[1]
    listening.close()
    for each in carrying:
        each.cancel()
    await asyncio.gather(*carrying, return_exceptions=True)


async def test_it_is_reached_by_tls(port: int, certificate: Path, running: Running) -> None:
    link = RedisLink(
        f"rediss://127.0.0.1:{port}/0?ssl_ca_certs={certificate}", "desk", KnownVitals(SystemClock()), patience=2
    )
    running(link.run)
    async with asyncio.timeout(5):
        await link.until_up()
    assert await link.ask(lambda redis: redis.get(link.key("alive"))) == b"1"
    await link.close()


async def test_a_certificate_that_nobody_vouches_for_is_refused(port: int, running: Running) -> None:
    vitals = KnownVitals(SystemClock())
    link = RedisLink(f"rediss://127.0.0.1:{port}/0", "desk", vitals, patience=2)
    running(link.run)
    async with asyncio.timeout(5):
        while not vitals.all():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert not link.is_up
    assert "certificate" in vitals.all()[0].why.casefold()
    await link.close()
