"""What the command line names and what is run."""

import pytest

from bots.cli.command_line import parser
from bots.cli.commands import COMMANDS


def test_every_command_that_has_a_function_is_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["--help"])
    named = capsys.readouterr().out.split("{")[1].split("}")[0]
    assert sorted(named.split(",")) == sorted([*COMMANDS, "import"])
