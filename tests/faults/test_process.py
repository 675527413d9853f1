"""What the process refuses at its start, in clear words and with an exit code."""

import pytest

from tests.faults.product import STARTS_WITHIN, Product
from tests.faults.stage import Stage, environment

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]


@pytest.mark.fault("Stores", "corrupted file", "refused at the start, with what to do")
async def test_a_corrupted_database_is_refused_loudly(cold_stage: Stage):
    await cold_stage.product.start()
    await cold_stage.product.ready()
    await cold_stage.anna.write("When do I get my money back?")
    await cold_stage.reads(cold_stage.anna, "Quoted from the help centre")
    assert await cold_stage.product.stop() == 0
    database = cold_stage.folder / "data" / "desk.db"
    healthy = database.read_bytes()
    database.write_bytes(healthy[:4096] + b"\xff" * 4096 + healthy[8192:])

    await cold_stage.product.start_again()

    assert await cold_stage.product.ended(STARTS_WITHIN) == 1
    assert f"{database}: " in cold_stage.product.log()
    assert "restore the last backup" in cold_stage.product.log()
    assert "Traceback" not in cold_stage.product.log()


@pytest.mark.fault("Stores", "corrupted file")
async def test_a_file_that_is_no_database_is_refused_loudly(cold_stage: Stage):
    database = cold_stage.folder / "data" / "desk.db"
    database.parent.mkdir()
    database.write_bytes(b"this is a shopping list, and a rather long one " * 100)

    await cold_stage.product.start()

    assert await cold_stage.product.ended(STARTS_WITHIN) == 1
    assert str(database) in cold_stage.product.log()
    assert "give another path, or restore the last backup" in cold_stage.product.log()
    assert "Traceback" not in cold_stage.product.log()


async def test_a_second_process_on_the_same_folder_is_refused(cold_stage: Stage, tmp_path):
    await cold_stage.product.start()
    await cold_stage.product.ready()
    elsewhere = tmp_path / "second"
    elsewhere.mkdir()
    roots = (cold_stage.telegram.root, cold_stage.slack.root, cold_stage.mail.url)
    second = Product(elsewhere, environment(*roots, cold_stage.folder))

    await second.start()

    assert await second.ended(STARTS_WITHIN) == 1
    assert "has it open: stop that Frontdesk" in second.log()
    assert "Traceback" not in second.log()
    await second.put_away()
    await cold_stage.anna.write("When do I get my money back?")
    await cold_stage.reads(cold_stage.anna, "Quoted from the help centre")
