"""Makes the README's picture: a real dialogue on the playground's page, driven in headless Chromium.

python scripts/screenshot.py --out docs/playground.png                     starts the desk by itself
python scripts/screenshot.py --language pl --out docs/pictures/playground-pl.png
python scripts/screenshot.py --url http://127.0.0.1:8000 --out page.png    a desk that runs already
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from core.language.catalog import read_catalog
from core.model.ids import Language

ROOT = Path(__file__).resolve().parent.parent
WIDE: ViewportSize = {"width": 1440, "height": 900}
NARROW: ViewportSize = {"width": 420, "height": 860}
PATIENCE = 15_000  # ms, for each step of the dialogue
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Lines(NamedTuple):
    """What a customer of one language and an agent write to each other; the second question goes to the agent."""

    name: str
    questions: tuple[str, str]
    agent: str
    thanks: str


LINES = {
    "de": Lines(
        "Lena",
        ("Was kostet der Versand?", "Wann bekomme ich mein Geld zurück?"),
        "Guten Tag Lena, hier ist Tom. Die Rückzahlung von 48,50 € ist heute Morgen bei uns rausgegangen.",
        "Das ging aber schnell, vielen Dank!",
    ),
    "es": Lines(
        "Lucía",
        ("¿Cuánto cuesta el envío?", "¿Cuándo me devuelven el dinero?"),
        "Hola, Lucía, soy Tom. El reembolso de 48,50 € salió esta mañana.",
        "¡Qué rapidez, muchas gracias!",
    ),
    "fr": Lines(
        "Camille",
        ("Combien coûte la livraison ?", "Quand vais-je récupérer mon argent ?"),
        "Bonjour Camille, ici Tom. Le remboursement de 48,50 € est parti ce matin.",
        "C’est rapide, merci beaucoup !",
    ),
    "it": Lines(
        "Giulia",
        ("Quanto costa la spedizione?", "Quando riavrò i miei soldi?"),
        "Ciao Giulia, sono Tom. Il rimborso di 48,50 € è partito stamattina.",
        "Che velocità, grazie mille!",
    ),
    "nl": Lines(
        "Sanne",
        ("Wat kost verzending?", "Wanneer krijg ik mijn geld terug?"),
        "Hoi Sanne, met Tom. De terugbetaling van € 48,50 is vanochtend bij ons vertrokken.",
        "Dat is snel, dank je wel!",
    ),
    "pl": Lines(
        "Kasia",
        ("Ile kosztuje wysyłka?", "Kiedy dostanę zwrot pieniędzy?"),
        "Dzień dobry, tu Tom. Zwrot 48,50 € wyszedł od nas dziś rano.",
        "Szybko poszło, bardzo dziękuję!",
    ),
    "pt": Lines(
        "Inês",
        ("Quanto custa o envio?", "Quando recebo o meu dinheiro de volta?"),
        "Olá, Inês, fala o Tom. O reembolso de 48,50 € saiu esta manhã.",
        "Que rápido, muito obrigada!",
    ),
    "zh": Lines(
        "王芳",
        ("运费是多少？", "什么时候能收到退款？"),
        "王芳您好，我是 Tom。48.50 欧元的退款今天上午已经汇出。",
        "这么快，非常感谢！",
    ),
}


def main() -> None:
    given = arguments()
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("This script needs Chromium: apt-get install chromium")
    expect.set_options(timeout=PATIENCE)
    with desk(given.url) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
        page = opened(browser, url, given)
        dialogue_in(page, given.language) if given.language else dialogue(page)
        given.out.parent.mkdir(parents=True, exist_ok=True)
        photograph(page, given.out, narrow=given.narrow)
        browser.close()
    print(f"{given.out}: {given.out.stat().st_size // 1000} kB")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Make a picture of a dialogue on the playground's page.")
    parser.add_argument(
        "--url", help="of a page with no conversations yet; without it a desk is started for the picture"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "playground.png")
    parser.add_argument("--language", choices=LINES, help="one customer writes in this language, from ticket to chat")
    parser.add_argument("--narrow", action="store_true", help="the width of a phone, one pane at a time")
    parser.add_argument("--dark", action="store_true")
    return parser.parse_args()


@contextmanager
def desk(url: str | None) -> Iterator[str]:
    """The address of the page: the given one, or that of a new desk which lives as long as the picture takes."""
    if url is not None:
        yield url
        return
    with tempfile.TemporaryDirectory() as data:
        at_any_hour = {"HOURS_LIVE_CHAT": "Mo-Su 0:00-24:00", "HOURS_COUNTRY": ""}
        environment = os.environ | {"DESK_DATA": data, "PLAYGROUND_PORT": "0", "BOARD_PORT": "0"} | at_any_hour
        command = [sys.executable, "-m", "bots", "run"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            yield announced(process)
        finally:
            process.terminate()
            process.wait(timeout=20)


def announced(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    for line in process.stdout:
        address = re.search(r"http://\S+", line)
        if address:
            return address[0]
    sys.exit("The desk ended before it was ready.")


def opened(browser: Browser, url: str, given: argparse.Namespace) -> Page:
    """The page is used in a wide window in any case: there all three panes are at hand."""
    scheme = "dark" if given.dark else "light"
    scale = 2 if given.narrow else 1.2 if given.language else 1.4
    context = browser.new_context(viewport=WIDE, device_scale_factor=scale, color_scheme=scheme, locale="en-GB")
    page = context.new_page()
    page.goto(url)
    return page


def dialogue(page: Page) -> None:
    """One customer leaves an e-mail address while nobody is there; another one asks, and talks to an agent."""
    ticket_by_mail(page)
    page.get_by_role("button", name="I am on duty").click()
    expect(page.locator(".channel")).to_contain_text("On duty now: Tom")
    page.locator(".people").get_by_role("button", name="Emma").click()
    writes(page, "When do I get my money back?")
    press(page, "Talk to customer support")
    press(page, "Start a live chat")
    page.get_by_role("button", name="Claim", exact=True).click()
    open_thread(page)
    replies(page, "Hi Emma, this is Tom. I have your return here: the refund of € 48.50 left us this morning.")
    writes(page, "That is quick, thank you! Will it be on my card?")
    expect(page.locator(".thread")).to_contain_text("Will it be on my card?")
    replies(page, "Yes, on the card you paid with. Your bank usually needs one or two days more.")
    writes(page, "Perfect, have a nice day")
    expect(page.locator(".thread")).to_contain_text("have a nice day")
    page.locator(".mail").get_by_role("button", name="team@").click()
    page.locator(".letter-top").first.click()


def dialogue_in(page: Page, code: str) -> None:
    """A new customer leaves an address while nobody is there, asks again, and talks to an agent; their mail is open."""
    lines, say = LINES[code], read_catalog().say
    talk, chat, email = (say(f"button.{key}", {}, Language(code)) for key in ("talk", "live_chat", "email"))
    add_customer(page, lines.name, code)
    asks(page, lines.questions[0])
    chooses(page, talk)
    chooses(page, email)
    writes(page, "anna@example.org")
    expect(page.locator(".letter")).not_to_have_count(0)
    page.get_by_role("button", name="I am on duty").click()
    expect(page.locator(".channel")).to_contain_text("On duty now: Tom")
    asks(page, lines.questions[1])
    chooses(page, talk)
    chooses(page, chat)
    page.get_by_role("button", name="Claim", exact=True).click()
    open_thread(page)
    replies(page, lines.agent)
    writes(page, lines.thanks)
    expect(page.locator(".thread")).to_contain_text(lines.thanks)
    page.locator(".mail").get_by_role("button", name="anna@").click()
    page.locator(".letter-top").first.click()


def add_customer(page: Page, name: str, code: str) -> None:
    page.get_by_label("Add a customer").click()
    page.locator(".phone").get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Language of the phone").select_option(code)
    page.get_by_role("button", name="Add customer").click()
    expect(page.locator(".person[aria-pressed=true]")).to_contain_text(name)


def asks(page: Page, question: str) -> None:
    with answered(page):
        writes(page, question)


def chooses(page: Page, label: str) -> None:
    with answered(page):
        press(page, label)


@contextmanager
def answered(page: Page) -> Iterator[None]:
    """Waits for the bot's next message."""
    before = messages(page)
    yield
    expect(page.locator(".line.bot .text")).to_have_count(before + 1)


def messages(page: Page) -> int:
    """How many the bot has sent; the dots of its typing are none."""
    return page.locator(".line.bot .text").count()


def open_thread(page: Page) -> None:
    """Of the case that was claimed."""
    card = page.locator(".channel .post").filter(has=page.get_by_role("button", name="Close", exact=True))
    card.hover()
    card.get_by_role("button", name="Reply in thread").click()


def ticket_by_mail(page: Page) -> None:
    page.locator(".people").get_by_role("button", name="Daan").click()
    page.locator(".suggestion").last.click()
    last_keyboard(page).last.click()
    expect(page.locator(".line.bot")).to_have_count(2)
    last_keyboard(page).first.click()
    expect(page.locator(".line.bot")).to_have_count(3)
    writes(page, "daan@example.org")
    expect(page.locator(".letter")).not_to_have_count(0)


def last_keyboard(page: Page) -> Locator:
    return page.locator(".line.bot").last.locator(".key")


def writes(page: Page, text: str) -> None:
    field = page.get_by_label("Message to the bot")
    field.fill(text)
    field.press("Enter")
    expect(page.locator(".line.mine").last).to_contain_text(text)


def press(page: Page, label: str) -> None:
    page.locator(".phone").get_by_role("button", name=label).last.click()


def replies(page: Page, text: str) -> None:
    field = page.get_by_label("Reply", exact=True)
    field.fill(text)
    field.press("Enter")
    expect(page.locator(".phone .line.bot").last).to_contain_text(text)


def photograph(page: Page, out: Path, *, narrow: bool) -> None:
    """When the last sign of typing has gone; the pointer and the focus stand aside."""
    page.mouse.move(2, 2)
    page.evaluate("document.activeElement.blur()")
    for typists in page.locator(".typists").all():
        expect(typists).to_be_empty()
    if narrow:
        page.set_viewport_size(NARROW)
    page.screenshot(path=out, animations="disabled")


if __name__ == "__main__":
    main()
