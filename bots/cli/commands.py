"""Reads the command line and runs the command; each command's code is imported only when it is asked for."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bots.cli import arguments
from bots.read_settings import SettingsError, load
from bots.settings import Settings
from core.model.errors import DeskError
from core.model.need import Need, Topic

WRITERS = ("extractive", "model")


def main(arguments: Sequence[str] | None = None) -> int:
    """0: all is well. 1: the command says what is wrong. 2: the command line or the settings are wrong."""
    given = _parser().parse_args(arguments)
    if given.command == "import":
        return _import(given)
    try:
        settings = load(given.settings)
        return _run(given, settings)
    except SettingsError as error:
        print("The settings need a correction:", *error.mistakes, sep="\n  ", file=sys.stderr)
        return 2
    except DeskError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever read the output has seen enough: `frontdesk gaps | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(given: argparse.Namespace, settings: Settings) -> int:
    """Each command's code is imported only here, when it is asked for."""
    match given.command:
        case "run":
            from bots.cli.run import run

            return run(settings)
        case "check":
            from bots.cli.check import check

            return check(settings)
        case "ask":
            from bots.cli.ask import ask

            return ask(
                settings,
                given.question,
                given.language,
                as_json=given.json,
                explained=given.explain,
                writer=given.writer,
            )
        case "eval":
            from bots.cli.evaluate import Wanted, evaluate_conversations, evaluate_file

            settings = _with_help_centre(settings, given.help_centre)
            if given.conversations:
                return evaluate_conversations(settings)
            return evaluate_file(settings, Wanted(given.questions, given.out, given.compare, given.writer))
        case "explain":
            from bots.cli.explain import explain

            return explain(settings, given.conversation)
        case "costs":
            from bots.cli.costs import costs

            return costs(settings, days=given.days)
        case "link":
            from bots.cli.link import link

            return link(settings, given.kind, given.id)
        case "gaps":
            from bots.cli.gaps import gaps

            return gaps(settings, days=given.days, language=given.language, limit=given.limit, as_json=given.json)
        case "disputes":
            from bots.cli.disputes import disputes

            return disputes(settings, every=given.all, as_json=given.json)
        case "eta":
            from bots.cli.eta import eta

            return eta(settings, as_json=given.json)
        case "offers":
            from bots.cli.offers import offers

            about: Topic = "" if given.about == "question" else given.about
            need = Need(given.language, about, given.items, given.evidence, given.follow_up)
            return offers(settings, need, given.at, given.on_duty, as_json=given.json)
        case "dead-letters":
            from bots.cli.dead_letters import dead_letters

            return dead_letters(settings)
        case other:
            raise AssertionError(other)


def _import(given: argparse.Namespace) -> int:
    """Needs no settings: it fills a folder."""
    from bots.cli.import_articles import import_articles

    return import_articles(
        given.source,
        given.into,
        language=given.language,
        only=given.only,
        pages=given.pages,
        dry_run=given.dry_run,
        prune=given.prune,
        restore=given.restore,
        allow_private=given.allow_private,
    )


def _with_help_centre(settings: Settings, folder: Path | None) -> Settings:
    """The settings with another help centre. Raises SettingsError for a folder that there is not."""
    if folder is None:
        return settings
    if not folder.is_dir():
        raise SettingsError([f"--help-centre: {folder} is no folder; name one with <language>/<id>.md in it"])
    return settings.model_copy(update={"help": settings.help.model_copy(update={"folder": folder})})


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
    ask.add_argument("--explain", action="store_true", help="also print what was found, and how it was decided")
    ask.add_argument("--writer", choices=WRITERS, default=WRITERS[0], help="quote (default), or have a model write")
    _add_eval(commands.add_parser("eval", help="run a set of questions through search, decision and writing"))
    explain = commands.add_parser("explain", help="print every event of a conversation, and what was decided, and why")
    explain.add_argument("conversation", help="such as telegram:1001, or a case code such as FD-7K2M9P")
    _add_import(commands.add_parser("import", help="make a folder of articles of an exported help centre or a website"))
    spent = commands.add_parser("costs", help="list what the model's answers came to, day by day")
    spent.add_argument("--days", type=_number, default=30, help="the last so many days (default 30)")
    link = commands.add_parser("link", help="make a link that opens the messenger about an order or an article")
    link.add_argument("kind", choices=("order", "article"))
    link.add_argument("id", metavar="ID", help="of the order, or of the article (its file without .md)")
    _add_gaps(commands.add_parser("gaps", help="list what customers asked and the help centre did not answer"))
    _add_disputes(commands.add_parser("disputes", help="list the disputes that are open, and what is overdue"))
    _add_offers(commands.add_parser("offers", help="say which ways to a person a customer would be shown, and why"))
    times = commands.add_parser("eta", help="say how often the times held that customers were told")
    times.add_argument("--json", action="store_true", help="print them as JSON")
    commands.add_parser("dead-letters", help="list what was given up, with the reasons")
    return parser


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source", metavar="SOURCE", help="an export (JSON file or folder), or a site map's or page's address"
    )
    parser.add_argument("--into", type=Path, required=True, metavar="DIR", help="the folder of articles")
    parser.add_argument("--language", default="", metavar="XX", help="only articles in this language")
    parser.add_argument("--only", default="", metavar="TEXT", help="only pages whose address holds this")
    parser.add_argument("--pages", type=_number, default=2000, help="at most so many pages (default 2000)")
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")
    parser.add_argument(
        "--prune", action="store_true", help="also remove imported articles that the source has no more"
    )
    parser.add_argument(
        "--restore", action="store_true", help="also rewrite imported files that were edited or deleted here"
    )
    parser.add_argument("--allow-private", action="store_true", help="the site is in your own network")


def _number(given: str) -> int:
    """From 1 on. Raises ArgumentTypeError."""
    if not given.isdecimal() or int(given) < 1:
        raise argparse.ArgumentTypeError(f"{given} is no number from 1 on")
    return int(given)


def _add_gaps(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=_number, default=30, help="of the last so many days (default 30)")
    parser.add_argument("--language", default="", metavar="XX", help="in this language only")
    parser.add_argument("--limit", type=_number, default=50, help="at most so many groups (default 50)")
    parser.add_argument("--json", action="store_true", help="print them as JSON")


def _add_disputes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="the closed ones too, the newest first")
    parser.add_argument("--json", action="store_true", help="print them as JSON")


def _add_offers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--language", type=arguments.language, default="en", metavar="XX", help="the customer's (default en)"
    )
    parser.add_argument(
        "--at",
        type=arguments.moment,
        metavar="TIME",
        help="such as 2026-11-22T21:00, by the desk's clock (default now)",
    )
    topics = ("question", "order", "item", "report", "dispute")
    parser.add_argument(
        "--about", choices=topics, default=topics[0], help="what it is about (default: a quick question)"
    )
    parser.add_argument(
        "--items", type=arguments.count, default=0, metavar="N", help="how many items or orders it is about"
    )
    parser.add_argument("--evidence", action="store_true", help="photos or files came with it")
    parser.add_argument("--follow-up", action="store_true", help="it asks after an earlier request")
    parser.add_argument(
        "--on-duty",
        type=arguments.agents,
        action="append",
        metavar="N[:XX,...]",
        help="so many agents, and what they speak, as in 2:pl,en; may be repeated (default: who is on duty now)",
    )
    parser.add_argument("--json", action="store_true", help="print them as JSON")


def _add_eval(parser: argparse.ArgumentParser) -> None:
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument(
        "questions", nargs="?", type=Path, metavar="QUESTIONS.jsonl", help='one {"id", "text", ...} a line'
    )
    asked.add_argument("--conversations", action="store_true", help="the questions of stored conversations instead")
    parser.add_argument("--help-centre", type=Path, metavar="DIR", help="another folder of articles than the settings'")
    parser.add_argument("--out", type=Path, metavar="FILE.jsonl", help="write a result for each question")
    parser.add_argument("--compare", type=Path, metavar="OLD.jsonl", help="list what an earlier --out had otherwise")
    parser.add_argument("--writer", choices=WRITERS, default=WRITERS[0], help="quote (default), or have a model write")
