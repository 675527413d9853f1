"""What the log keeps out."""

import asyncio
import logging

import pytest
from aiohttp import web

from bots.log import configure
from core.model.errors import Transient


async def test_what_is_no_http_is_refused_and_leaves_nothing_in_the_log(caplog: pytest.LogCaptureFixture):
    configure("info")
    runner = web.AppRunner(web.Application(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    reader, writer = await asyncio.open_connection("127.0.0.1", runner.addresses[0][1])
    writer.write(b"no-http at-all of-a-secret\r\n\r\n")
    assert b"400" in await reader.readline()
    writer.close()
    await runner.cleanup()
    assert "secret" not in caplog.text


def test_a_mistake_of_ours_in_an_answer_stays_in_the_log(caplog: pytest.LogCaptureFixture):
    configure("info")
    try:
        raise LookupError("ours")
    except LookupError:
        logging.getLogger("aiohttp.server").exception("Error handling request")
    assert "ours" in caplog.text


def test_what_passes_by_itself_is_a_line_and_no_page(caplog: pytest.LogCaptureFixture):
    configure("info")
    try:
        raise Transient("the database is away")
    except Transient as error:
        logging.getLogger("slack_bolt.AsyncApp").exception("Failed to run a middleware function (error: %s)", error)
    assert "the database is away" in caplog.text
    assert "Traceback" not in caplog.text
