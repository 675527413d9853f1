"""`frontdesk move`: what an operator is told at each turn."""

import re
from pathlib import Path

import pytest

from core.store.sqlite import SqliteStore
from tests.cli.conftest import Frontdesk
from tests.cli.moving_data import asked


async def test_the_whole_way_on_the_command_line(
    here: Path, there: str, tmp_path: Path, frontdesk: Frontdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", there)
    printed = await frontdesk("move", f"sqlite:{here}", "DATABASE_URL")
    assert printed.code == 0, printed.err
    assert re.search(r"^[\d,]+ rows of \d+ tables \(\d+ of them with rows\) arrived as they left", printed.out)
    assert "1 rows had a character in a text that not every database can keep" in printed.out
    assert "Next:" in printed.out
    assert re.search(r"^copied  asked +1,\d\d\d rows$", printed.err, re.MULTILINE)
    assert re.search(r"^checked asked +1,\d\d\d rows$", printed.err, re.MULTILINE)
    assert (await frontdesk("dead-letters")).out.count("\n1 dead letter.\n") == 1
    back = await frontdesk("move", "DATABASE_URL", f"sqlite:{tmp_path / 'back.db'}")
    assert (back.code, "now holds the desk" in back.out) == (0, True)


@pytest.mark.parametrize(
    ("source", "target", "code", "said"),
    [
        ("sqlite:none.db", "sqlite:new.db", 1, "none.db: there is no such file"),
        ("sqlite:desk.db", "sqlite:desk.db", 2, "both are sqlite:desk.db; name two databases"),
        ("sqlite:desk.db", "postgresql://desk:canary@127.0.0.1:9/desk", 1, "cannot be reached"),
    ],
)
async def test_a_wrong_place_is_named_with_what_to_do(
    here: Path, frontdesk: Frontdesk, source: str, target: str, code: int, said: str
) -> None:
    printed = await frontdesk("move", source, target)
    assert (printed.code, printed.out) == (code, "")
    assert said in printed.err
    assert "canary" not in printed.err
    assert "Traceback" not in printed.err


async def test_another_programs_database_is_left_alone(here: Path, there: str, frontdesk: Frontdesk) -> None:
    await asked(there, "CREATE TABLE wiki (page TEXT)")
    printed = await frontdesk("move", f"sqlite:{here}", there)
    assert (printed.code, "this is another program's database" in printed.err) == (1, True)
    assert await asked(there, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 1


async def test_a_desk_that_is_at_work_on_the_file_but_a_rehearsal_goes_beside_it(
    here: Path, there: str, frontdesk: Frontdesk
) -> None:
    store = SqliteStore.open(here)
    refused = await frontdesk("move", f"sqlite:{here}", there)
    assert (refused.code, "has it open: stop that Frontdesk" in refused.err) == (1, True)
    rehearsed = await frontdesk("move", f"sqlite:{here}", there, "--rehearse")
    assert (rehearsed.code, "That was a rehearsal: nothing was kept" in rehearsed.out) == (0, True)
    assert await asked(there, "SELECT count(*) FROM asked") == 0
    await store.close()
