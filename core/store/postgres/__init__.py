"""The store on a PostgreSQL database: for a desk of several processes, on several machines."""

from core.store.postgres.store import PostgresStore

__all__ = ["PostgresStore"]
