"""Inserting many rows into tables to which nothing else listens."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection

ROWS_PER_STATEMENT = 1000


def insert(model: Any, columns: Sequence[str], rows: Iterable[tuple[Any, ...]], on_conflict: str = "") -> None:
    """Plain inserts: ten times faster than model instances. Rows need not be in memory together."""
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    values = f"({', '.join(['%s'] * len(columns))})"
    rows = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(rows, ROWS_PER_STATEMENT)):
            rows_of_values = ", ".join([values] * len(batch))
            into = f"INSERT INTO {table} ({quoted})"  # noqa: S608  # tables and columns of ours; values are parameters
            statement = f"{into} VALUES {rows_of_values} {on_conflict}"
            cursor.execute(statement, [value for row in batch for value in row])
