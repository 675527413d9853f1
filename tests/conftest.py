"""For all folders: examples that are the same each time, what is made once for all, and real mail servers of Debian's."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bots.garbage import set_apart
from tests.canaries import leaked
from tests.mail import dovecot as imap_server
from tests.mail import postfix as smtp_server
from tests.mail.dovecot import Dovecot
from tests.mail.postfix import Postfix
from tests.once import make_once

# What passed passes again, also on a slow machine; `--hypothesis-profile=default` looks for something new.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

make_once()

# Tests speak to this machine alone. To read whom it trusts, some hundred certificates, takes each client of HTTP longer than its test.
os.environ["SSL_CERT_FILE"] = str(Path(__file__).with_name("nobody.pem"))

ATTACKED = {Path(__file__).parent / name for name in ("attacks", "injection")}


@pytest.hookimpl(tryfirst=True)  # before pytest leaves out what is not asked for
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent in ATTACKED:
            item.add_marker(pytest.mark.attacks)


def pytest_collection_finish() -> None:
    """The modules and the list of all tests stay to the end: looking each time whether they are garbage takes a tenth of the time."""
    set_apart()


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
    if report.when == "teardown" and report.passed:
        said = "\n".join(text for _, text in report.sections)
        if found := leaked(said):
            report.outcome = "failed"
            report.longrepr = f"a secret was logged or printed: {', '.join(found)}"
    return report
