"""Reads the command line and runs the command; each command's code is imported only when it is asked for."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bots.read_settings import SettingsError, load
from core.model.errors import DeskError


def main(arguments: Sequence[str] | None = None) -> int:
    """0: all is well. 1: the command says what is wrong. 2: the command line or the settings are wrong."""
    given = _parser().parse_args(arguments)
    try:
        settings = load(given.settings)
    except SettingsError as error:
        print("The settings need a correction:", *error.mistakes, sep="\n  ", file=sys.stderr)
        return 2
    try:
        match given.command:
            case "run":
                from bots.cli.run import run

                return run(settings)
            case "check":
                from bots.cli.check import check

                return check(settings)
            case "ask":
                from bots.cli.ask import ask

                return ask(settings, given.question, given.language, as_json=given.json)
            case "explain":
                from bots.cli.explain import explain

                return explain(settings, given.conversation)
            case "dead-letters":
                from bots.cli.dead_letters import dead_letters

                return dead_letters(settings)
            case other:
                raise AssertionError(other)
    except DeskError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="frontdesk", description="A self-hosted support desk for marketplaces.")
    parser.add_argument("--settings", type=Path, metavar="FILE", help="a TOML file (default: frontdesk.toml if there)")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="start the desk; what has no token is played by the playground")
    commands.add_parser("check", help="say what is configured, reach each server, and name what is missing")
    ask = commands.add_parser("ask", help="answer a question from the help centre, here")
    ask.add_argument("question")
    ask.add_argument("--language", metavar="XX", help="two letters, such as nl (default: found from the question)")
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    explain = commands.add_parser("explain", help="print every event of a conversation, and what was decided, and why")
    explain.add_argument("conversation", help="such as telegram:1001, or a case code such as FD-7K2M9P")
    commands.add_parser("dead-letters", help="list what was given up, with the reasons")
    return parser
