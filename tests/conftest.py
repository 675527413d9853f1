"""For all folders: examples that are the same each time, catalogs that are read once, and real mail servers of Debian's."""

from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from core.language import catalog
from core.language.po import locales_folder
from core.language.texts import Texts
from core.model.ids import Language
from tests.canaries import leaked
from tests.mail import dovecot as imap_server
from tests.mail import postfix as smtp_server
from tests.mail.dovecot import Dovecot
from tests.mail.postfix import Postfix

# What passed passes again, also on a slow machine; `--hypothesis-profile=default` looks for something new.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

_read_texts = catalog.read_texts


@cache
def _ours(language: Language) -> Texts:
    return _read_texts(locales_folder(), language)


def _read_once(folder: Path, language: Language) -> Texts:
    """Reading all of ours takes most of a second, and a desk that is built reads them."""
    return _ours(language) if folder == locales_folder() else _read_texts(folder, language)


catalog.read_texts = _read_once


ATTACKED = {Path(__file__).parent / name for name in ("attacks", "injection")}


@pytest.hookimpl(tryfirst=True)  # before pytest leaves out what is not asked for
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent in ATTACKED:
            item.add_marker(pytest.mark.attacks)


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    if not imap_server.PROGRAM:
        pytest.skip("dovecot is not installed (Debian: dovecot-imapd)")
    dovecot = Dovecot()
    try:
        dovecot.start()
        yield dovecot
    finally:
        dovecot.remove()


@pytest.fixture(scope="module")
def postfix(dovecot: Dovecot) -> Iterator[Postfix]:
    """It delivers into dovecot's mailboxes."""
    if not smtp_server.PROGRAM:
        pytest.skip("postfix is not installed, or we are not root (Debian: postfix)")
    postfix = Postfix(dovecot)
    try:
        postfix.start()
        yield postfix
    finally:
        postfix.remove()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """The test that lets one of the tests' secrets into a log or onto the screen fails, whatever else it is about."""
    report = yield
    said = "\n".join(text for _, text in report.sections)
    if report.when == "teardown" and report.passed and (found := leaked(said)):
        report.outcome = "failed"
        report.longrepr = f"a secret was logged or printed: {', '.join(found)}"
    return report
