"""Reading the beginning of an ordered list without reading the rest of it, whatever the number of rows.

The databases choose other plans for the same question when a table grows. Here the plan is part of the question: rows
are taken in the order of an index, looked at one by one, and no more than a given number of them. So every walk must
be ordered by the columns of an index, and have no join; what must hold beside it is looked up for each row.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, zip_longest
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, ExpressionWrapper, F, IntegerField, Q, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.lookups import IsNull

Statement = tuple[str, tuple[Any, ...]]


def has(rows: QuerySet[Any]) -> IsNull:
    """Whether there is such a row, looked up for each row that is walked.

    EXISTS would leave it to the planner, which may read the whole table first.
    """
    return IsNull(Subquery(rows.order_by().values(one=Value(1))[:1]), False)


def lacks(rows: QuerySet[Any]) -> IsNull:
    """Whether there is no such row."""
    return IsNull(Subquery(rows.order_by().values(one=Value(1))[:1]), True)


def walk(
    rows: QuerySet[Any], columns: Sequence[str], conditions: Sequence[Any], *, wanted: int, at_most: int
) -> Statement:
    """SQL for some columns of the first `wanted` of the rows that fit among the first `at_most`."""
    fits = ExpressionWrapper(Q(*conditions), BooleanField()) if conditions else Value(1, IntegerField())
    named = {f"c{number}": F(column) for number, column in enumerate(columns)}
    walked = rows.annotate(**named, fits=fits).values(*named, "fits")[:at_most]
    sql, params = statement_of(walked)
    chosen = f"SELECT {', '.join(named)} FROM ({sql}) w"  # noqa: S608  # SQL that Django compiled; values are parameters
    return f"{chosen} {'WHERE w.fits' if conditions else ''} LIMIT %s", (*params, wanted)


def placed(statement: Statement, after: int) -> Statement:
    """The keys of a walk with their places in it, counted from `after`."""
    sql, params = statement
    place = f"{after:d} + ROW_NUMBER() OVER () AS c1"
    return f"SELECT c0, {place} FROM ({sql}) w", params  # noqa: S608  # SQL of walk() and a whole number; no text


def repeated(
    statement: Statement, blanks: Sequence[str], fillings: Iterable[Sequence[str]], using: str = DEFAULT_DB_ALIAS
) -> list[Statement]:
    """Statements that find, for each filling, what one finds with its values instead of the `blanks` that it is given.

    PostgreSQL spends longer on planning a hundred of them than on reading, so there it is one, planned once; SQLite
    has no such thing, and plans quickly.
    """
    if connections[using].vendor == "postgresql":
        return [_for_each(statement, blanks, rows)] if (rows := [*fillings]) else []
    return [filled(statement, dict(zip(blanks, filling, strict=True))) for filling in fillings]


def blanks(number: int) -> list[str]:
    """So many of them, for texts that are not known when a statement is made."""
    return [f"({place})" for place in range(number)]


def filled(statement: Statement, values: Mapping[Any, Any]) -> Statement:
    """A statement with values instead of its blanks. `values`: blank → value."""
    sql, params = statement
    return sql, tuple(values.get(param, param) for param in params)


def _for_each(statement: Statement, blanks: Sequence[str], fillings: Sequence[Sequence[str]]) -> Statement:
    """The statement inside, with a column of `l` instead of each blank, for each row of a table of the fillings."""
    sql, params = statement
    columns = {blank: f"l.b{number}" for number, blank in enumerate(blanks)}
    parts = [columns.get(param, "%s") for param in params]
    inside = "".join(chain.from_iterable(zip_longest(sql.split("%s"), parts, fillvalue="")))
    row = f"({', '.join(['%s'] * len(blanks))})"
    table = f"(VALUES {', '.join([row] * len(fillings))}) l ({', '.join(f'b{n}' for n in range(len(blanks)))})"
    each = f"SELECT w.* FROM {table} CROSS JOIN LATERAL ({inside}) w"  # noqa: S608  # SQL of walk() and our columns
    return each, (*chain.from_iterable(fillings), *(param for param in params if param not in columns))


def merged(walks: Sequence[Statement], wanted: int, first: int = 0) -> Statement:
    """Of walks that give keys and places: each key once, by its first place; `wanted` of them from number `first`."""
    sql, params = united(walks)
    once = f"SELECT c0, MIN(c1) FROM ({sql}) m GROUP BY c0"  # noqa: S608  # SQL of walk(); values are parameters
    return f"{once} ORDER BY MIN(c1), c0 LIMIT %s OFFSET %s", (*params, wanted, first)


def sliced(walk: Statement, wanted: int, first: int) -> Statement:
    """`wanted` rows of a walk from number `first`."""
    sql, params = walk
    rows = f"SELECT * FROM ({sql}) s LIMIT %s OFFSET %s"  # noqa: S608  # SQL of walk(); values are parameters
    return rows, (*params, wanted, first)


def united(walks: Sequence[Statement]) -> Statement:
    """What several walks find."""
    parts = (
        f"SELECT * FROM ({statement}) w{n}"  # noqa: S608  # SQL of walk(); values are parameters
        for n, (statement, _values) in enumerate(walks)
    )
    return " UNION ALL ".join(parts), tuple(value for _statement, values in walks for value in values)


def statement_of(rows: QuerySet[Any]) -> Statement:
    sql, params = rows.query.get_compiler(using=rows.db).as_sql()
    return sql, tuple(params)


def keys_of(statement: Statement) -> RawSQL:
    """The keys that stand first in what a statement finds, for `pk__in`."""
    sql, params = statement
    keys = f"SELECT c0 FROM ({sql}) k"  # noqa: S608  # SQL of walk(); values are parameters
    return RawSQL(keys, params)  # noqa: S611  # no text of people in the SQL: what they typed is among its parameters


def found_by(statement: Statement, using: str = DEFAULT_DB_ALIAS) -> list[tuple[Any, ...]]:
    """The rows that a statement finds."""
    with connections[using].cursor() as cursor:
        cursor.execute(*statement)
        return cursor.fetchall()
