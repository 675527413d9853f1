"""The tables of a transaction, each made when it is first used: a transaction uses few, and there are many transactions."""

from functools import cache
from typing import Any, cast

from core.ports import Transaction
from core.store.postgres.session import PostgresSession
from core.store.tables import Tables


class _UnitTables:
    def __init__(self, session: PostgresSession) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Any:
        if name not in _kinds():
            raise AttributeError(name)
        table = _kinds()[name](self._session)
        setattr(self, name, table)
        return table


@cache
def _kinds() -> dict[str, type[Any]]:
    return {name: type(table) for name, table in vars(Tables(PostgresSession({}))).items()}


def unit_tables(session: PostgresSession) -> Transaction:
    return cast("Transaction", _UnitTables(session))
