"""What the command line looks like: every command with its arguments and their help texts."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from bots.cli import arguments

WRITERS = ("extractive", "model")


def parser() -> ArgumentParser:
    frontdesk = ArgumentParser(prog="frontdesk", description="A self-hosted support desk for marketplaces.")
    frontdesk.add_argument(
        "--settings", type=Path, metavar="FILE", help="a TOML file (default: frontdesk.toml if there)"
    )
    _add_commands(frontdesk.add_subparsers(dest="command", required=True).add_parser)
    return frontdesk


def _add_commands(add: Callable[..., ArgumentParser]) -> None:
    """`add` takes a name and its help text, and gives the parser of what follows the name."""
    _add_run(add("run", help="start the desk; what has no token is played by the playground"))
    add("check", help="say what is configured, reach each server, and name what is missing")
    _add_ask(add("ask", help="answer a question from the help centre, here"))
    _add_eval(add("eval", help="run a set of questions through search, decision and writing"))
    _add_explain(add("explain", help="print every event of a conversation, and what was decided, and why"))
    _add_move(add("move", help="copy a desk's data into another database, and check that it is all there"))
    _add_import(add("import", help="make a folder of articles of an exported help centre or a website"))
    _add_costs(add("costs", help="list what the model's answers came to, day by day"))
    _add_link(add("link", help="make a link that opens the messenger about an order or an article"))
    _add_gaps(add("gaps", help="list what customers asked and the help centre did not answer"))
    _add_disputes(add("disputes", help="list the disputes that are open, and what is overdue"))
    _add_offers(add("offers", help="say which ways to a person a customer would be shown, and why"))
    _add_eta(add("eta", help="say how often the times held that customers were told"))
    add("board-link", help="print a link that opens the board for its operator, once; the desk is running")
    _add_dead_letters(add("dead-letters", help="list what was given up, with the reasons; try it again, or discard it"))
    _add_export(add("export", help="write all of one customer's data into a folder"))
    _add_erase(add("erase", help="erase all of one customer's data; shows first what would go"))
    _add_backup(add("backup", help="put all of the desk's data into one file, while the desk runs"))
    _add_retention(add("retention", help="say what goes because it is kept no longer, or let go of it now"))
    _add_audit(add("audit", help="print who saw, changed, decided, exported and erased what"))
    _add_restore(add("restore", help="go on from a backup, on a machine that has no desk"))


def _add_run(parser: ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="play a busy day, with an invented fortnight before it")
    parser.add_argument(
        "--roles",
        type=arguments.roles,
        metavar="ROLE,...",
        help="what this process does, of intake (hears the platforms), worker (decides), sender (sends) and board "
        "(default: DESK_ROLES, else all); less than all needs DATABASE_URL=postgresql://..., the same in each process",
    )


def _add_ask(parser: ArgumentParser) -> None:
    parser.add_argument("question")
    parser.add_argument("--language", metavar="XX", help="two letters, such as nl (default: found from the question)")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    parser.add_argument("--explain", action="store_true", help="also print what was found, and how it was decided")
    parser.add_argument("--writer", choices=WRITERS, default=WRITERS[0], help="quote (default), or have a model write")


def _add_eval(parser: ArgumentParser) -> None:
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument(
        "questions", nargs="?", type=Path, metavar="QUESTIONS.jsonl", help='one {"id", "text", ...} a line'
    )
    asked.add_argument("--conversations", action="store_true", help="the questions of stored conversations instead")
    parser.add_argument("--help-centre", type=Path, metavar="DIR", help="another folder of articles than the settings'")
    parser.add_argument("--out", type=Path, metavar="FILE.jsonl", help="write a result for each question")
    parser.add_argument("--compare", type=Path, metavar="OLD.jsonl", help="list what an earlier --out had otherwise")
    parser.add_argument("--writer", choices=WRITERS, default=WRITERS[0], help="quote (default), or have a model write")


def _add_explain(parser: ArgumentParser) -> None:
    parser.add_argument("conversation", help="such as telegram:1001, or a case code such as FD-7K2M9P")


def _add_move(parser: ArgumentParser) -> None:
    where = "sqlite:FILE, postgresql://user@host:5432/name, or the word DATABASE_URL for the settings' own"
    parser.add_argument("source", metavar="FROM", type=arguments.database, help=where)
    parser.add_argument("target", metavar="TO", type=arguments.database, help="the same; it must hold no desk yet")
    parser.add_argument(
        "--rehearse",
        action="store_true",
        help="copy and check while the desk runs, and keep nothing: says how long it takes, and whether all goes over",
    )


def _add_import(parser: ArgumentParser) -> None:
    parser.add_argument(
        "source", metavar="SOURCE", help="an export (JSON file or folder), or a site map's or page's address"
    )
    parser.add_argument("--into", type=Path, required=True, metavar="DIR", help="the folder of articles")
    parser.add_argument("--language", default="", metavar="XX", help="only articles in this language")
    parser.add_argument("--only", default="", metavar="TEXT", help="only pages whose address holds this")
    parser.add_argument("--pages", type=arguments.number, default=2000, help="at most so many pages (default 2000)")
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")
    parser.add_argument(
        "--prune", action="store_true", help="also remove imported articles that the source has no more"
    )
    parser.add_argument(
        "--restore", action="store_true", help="also rewrite imported files that were edited or deleted here"
    )
    parser.add_argument("--allow-private", action="store_true", help="the site is in your own network")


def _add_costs(parser: ArgumentParser) -> None:
    parser.add_argument("--days", type=arguments.number, default=30, help="the last so many days (default 30)")


def _add_link(parser: ArgumentParser) -> None:
    parser.add_argument("kind", choices=("order", "article"))
    parser.add_argument("id", metavar="ID", help="of the order, or of the article (its file without .md)")


def _add_gaps(parser: ArgumentParser) -> None:
    parser.add_argument("--days", type=arguments.number, default=30, help="of the last so many days (default 30)")
    parser.add_argument("--language", default="", metavar="XX", help="in this language only")
    parser.add_argument("--limit", type=arguments.number, default=50, help="at most so many groups (default 50)")
    parser.add_argument("--json", action="store_true", help="print them as JSON")


def _add_disputes(parser: ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="the closed ones too, the newest first")
    parser.add_argument("--json", action="store_true", help="print them as JSON")


def _add_offers(parser: ArgumentParser) -> None:
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


def _add_dead_letters(parser: ArgumentParser) -> None:
    """Without a deed they are listed."""
    add = parser.add_subparsers(dest="deed").add_parser
    add("list", help="the newest ones (default)")
    show = add("show", help="what one holds, as it is stored")
    resend = add("resend", help="try it again, as if for the first time")
    discard = add("discard", help="it is not tried again, and leaves the list")
    for deed in (show, resend, discard):
        deed.add_argument("ids", nargs="+", metavar="ID", help="as the list has it")
    discard.add_argument("--reason", type=arguments.words, required=True, metavar="WHY", help="why; the audit keeps it")


_CUSTOMER = 'a conversation ("telegram:123"), a case, a proven e-mail address, or "account:" and the id at the shop'


def _add_export(parser: ArgumentParser) -> None:
    parser.add_argument("customer", metavar="CUSTOMER", help=_CUSTOMER)
    parser.add_argument("--out", type=Path, metavar="DIR", help="a folder that is not there yet")


def _add_erase(parser: ArgumentParser) -> None:
    parser.add_argument("customer", metavar="CUSTOMER", help=_CUSTOMER)
    parser.add_argument("--yes", action="store_true", help="do not ask for it to be typed once more")
    parser.add_argument("--dry-run", action="store_true", help="only show what would go, and what would stay")


def _add_backup(parser: ArgumentParser) -> None:
    parser.add_argument(
        "place",
        type=Path,
        metavar="FILE_OR_DIR",
        help="the file (smaller, and slower to make, where its name ends in .tar.gz), or a folder for one named by its time",
    )


def _add_restore(parser: ArgumentParser) -> None:
    parser.add_argument("archive", type=Path, metavar="BACKUP", help="a file that `frontdesk backup` made")


def _add_retention(parser: ArgumentParser) -> None:
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--dry-run", action="store_true", help="only say what would go (default)")
    how.add_argument("--now", action="store_true", help="do today's work of the desk, beside it or without it")


def _add_audit(parser: ArgumentParser) -> None:
    parser.add_argument("--since", type=arguments.day, metavar="DAY", help="such as 2026-11-22 (default: 30 days ago)")
    parser.add_argument("--who", default="", metavar="ID", help="of a member of staff, as Slack has it")
    parser.add_argument(
        "--case", default="", metavar="CODE", help="such as FD-7K2M9P, with its customer's conversation"
    )
    parser.add_argument("--kind", default="", metavar="KIND", help='such as "board: read"')
    parser.add_argument("--limit", type=arguments.number, default=200, help="at most so many lines (default 200)")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write all of it to a file instead")


def _add_eta(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print them as JSON")
