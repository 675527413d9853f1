"""Runs the command of a command line; each command's code is imported only when it is asked for."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from bots.cli.command_line import parser
from bots.read_settings import SettingsError, load
from bots.settings import Settings
from core.model.errors import DeskError
from core.model.need import Need, Topic

Command = Callable[[Namespace, Settings], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """0: all is well. 1: the command says what is wrong. 2: the command line or the settings are wrong."""
    given = parser().parse_args(arguments)
    if given.command == "import":
        return _import(given)
    try:
        return COMMANDS[given.command](given, load(given.settings))
    except SettingsError as error:
        print("The settings need a correction:", *error.mistakes, sep="\n  ", file=sys.stderr)
        return 2
    except DeskError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever read the output has seen enough: `frontdesk gaps | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _import(given: Namespace) -> int:
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


def _run(given: Namespace, settings: Settings) -> int:
    from bots.garbage import collect_rarely

    collect_rarely()  # before the desk is imported
    from bots.cli.run import run, until_stopped

    if given.roles:
        settings = settings.model_copy(update={"desk": settings.desk.model_copy(update={"roles": given.roles})})
    if not given.demo:
        return run(settings)
    from bots.cli.demo import Demo

    return until_stopped(settings, Demo)


def _check(_: Namespace, settings: Settings) -> int:
    from bots.cli.check import check

    return check(settings)


def _ask(given: Namespace, settings: Settings) -> int:
    from bots.cli.ask import ask

    return ask(
        settings, given.question, given.language, as_json=given.json, explained=given.explain, writer=given.writer
    )


def _eval(given: Namespace, settings: Settings) -> int:
    from bots.cli.evaluate import Wanted, evaluate_conversations, evaluate_file

    settings = _with_help_centre(settings, given.help_centre)
    if given.conversations:
        return evaluate_conversations(settings)
    return evaluate_file(settings, Wanted(given.questions, given.out, given.compare, given.writer))


def _with_help_centre(settings: Settings, folder: Path | None) -> Settings:
    """The settings with another help centre. Raises SettingsError for a folder that there is not."""
    if folder is None:
        return settings
    if not folder.is_dir():
        raise SettingsError([f"--help-centre: {folder} is no folder; name one with <language>/<id>.md in it"])
    return settings.model_copy(update={"help": settings.help.model_copy(update={"folder": folder})})


def _explain(given: Namespace, settings: Settings) -> int:
    from bots.cli.explain import explain

    return explain(settings, given.conversation)


def _costs(given: Namespace, settings: Settings) -> int:
    from bots.cli.costs import costs

    return costs(settings, days=given.days)


def _link(given: Namespace, settings: Settings) -> int:
    from bots.cli.link import link

    return link(settings, given.kind, given.id)


def _gaps(given: Namespace, settings: Settings) -> int:
    from bots.cli.gaps import gaps

    return gaps(settings, days=given.days, language=given.language, limit=given.limit, as_json=given.json)


def _disputes(given: Namespace, settings: Settings) -> int:
    from bots.cli.disputes import disputes

    return disputes(settings, every=given.all, as_json=given.json)


def _offers(given: Namespace, settings: Settings) -> int:
    from bots.cli.offers import offers

    about: Topic = "" if given.about == "question" else given.about
    need = Need(given.language, about, given.items, given.evidence, given.follow_up)
    return offers(settings, need, given.at, given.on_duty, as_json=given.json)


def _eta(given: Namespace, settings: Settings) -> int:
    from bots.cli.eta import eta

    return eta(settings, as_json=given.json)


def _move(given: Namespace, settings: Settings) -> int:
    from bots.cli.move import run_move

    return run_move(settings, given.source, given.target, rehearse=given.rehearse)


def _board_link(_: Namespace, settings: Settings) -> int:
    from bots.cli.board_link import board_link

    return board_link(settings)


def _dead_letters(given: Namespace, settings: Settings) -> int:
    from bots.cli.dead_letters import dead_letters

    return dead_letters(settings, given.deed or "list", getattr(given, "ids", ()), getattr(given, "reason", ""))


def _export(given: Namespace, settings: Settings) -> int:
    from bots.cli.export import export

    return export(settings, given.customer, given.out)


def _erase(given: Namespace, settings: Settings) -> int:
    from bots.cli.erase import erase

    return erase(settings, given.customer, yes=given.yes, dry_run=given.dry_run)


def _backup(given: Namespace, settings: Settings) -> int:
    from bots.cli.backup import backup

    return backup(settings, given.place)


def _restore(given: Namespace, settings: Settings) -> int:
    from bots.cli.restore import run_restore

    return run_restore(settings, given.archive)


def _retention(given: Namespace, settings: Settings) -> int:
    from bots.cli.retention import retention

    return retention(settings, now=given.now)


def _audit(given: Namespace, settings: Settings) -> int:
    from bots.cli.audit import audit

    return audit(
        settings,
        since=given.since,
        who=given.who,
        case=given.case,
        kind=given.kind,
        limit=given.limit,
        csv=given.csv,
    )


# Those that need settings, by the name that the command line gives them.
COMMANDS: dict[str, Command] = {
    "run": _run,
    "check": _check,
    "ask": _ask,
    "eval": _eval,
    "explain": _explain,
    "costs": _costs,
    "link": _link,
    "gaps": _gaps,
    "disputes": _disputes,
    "offers": _offers,
    "eta": _eta,
    "move": _move,
    "board-link": _board_link,
    "dead-letters": _dead_letters,
    "export": _export,
    "erase": _erase,
    "backup": _backup,
    "restore": _restore,
    "retention": _retention,
    "audit": _audit,
}
