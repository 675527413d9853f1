"""How long it takes from starting the product to the first answer: `python -m benchmarks.start [RUNS]`.

The customer has written before the start, as after an outage. The limit is the project's own: 3 seconds.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time

from bots.playground.faults import Faults
from bots.playground.mail import MailServer
from bots.playground.slack import Limits, SlackServer
from bots.playground.telegram import UNLIMITED, TelegramServer

LIMIT = 3.0  # seconds
QUESTION = "When do I get my money back?"


async def one_start() -> float:
    """Seconds from the start of the process to the answer on the customer's phone."""
    faults = Faults()
    telegram = TelegramServer("42:playground", faults, UNLIMITED)
    slack = SlackServer("xoxb-playground", "xapp-playground", "secret", faults, Limits.lifted())
    mail = MailServer(faults)
    addresses = [await telegram.start(), await slack.start(), await mail.start()]
    slack.channel("support")
    anna = telegram.customer(1001, "Anna", language_code="en")
    await anna.write(QUESTION)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        desk = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bots", "run", env=_environment(folder, *addresses), stderr=asyncio.subprocess.DEVNULL
        )
        await anna.reads("from the help centre", timeout=30)
        taken = time.perf_counter() - began
        desk.terminate()
        await desk.wait()
    for server in (telegram, slack, mail):
        await server.stop()
    return taken


def _environment(folder: str, telegram: str, slack: str, mail: str) -> dict[str, str]:
    return os.environ | {
        "BOARD_PORT": "0",
        "DESK_DATA": folder,
        "TELEGRAM_TOKEN": "42:playground",
        "TELEGRAM_API_ROOT": telegram,
        "SLACK_BOT_TOKEN": "xoxb-playground",
        "SLACK_APP_TOKEN": "xapp-playground",
        "SLACK_API_ROOT": slack,
        "SMTP_URL": mail,
    }


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    taken = [asyncio.run(one_start()) for _ in range(runs)]
    print(f"start to first answer, {runs} runs: median {statistics.median(taken):.2f} s, worst {max(taken):.2f} s")
    print(
        f"of the limit of {LIMIT:.0f} s: median {statistics.median(taken) / LIMIT:.2f}, worst {max(taken) / LIMIT:.2f}"
    )
    return 0 if statistics.median(taken) < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
