"""Reading the beginning of an ordered list without reading the rest of it, whatever the number of rows.

The databases choose other plans for the same question when a table grows. Here the plan is part of the question: rows
are taken in the order of an index, looked at one by one, and no more than a given number of them.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, IntegerField, Q, QuerySet, Value
from django.db.models.expressions import RawSQL

Statement = tuple[str, tuple[Any, ...]]


def walk(rows: QuerySet[Any], key: str, conditions: Sequence[Any], *, wanted: int, at_most: int) -> Statement:
    """SQL for the first `wanted` of the rows that fit among the first `at_most`.

    It gives the column `key` of each as `found`, and as `place` the annotation of that name, if there is one.
    """
    fits = ExpressionWrapper(Q(*conditions), BooleanField()) if conditions else Value(1, IntegerField())
    placed = rows if "place" in rows.query.annotations else rows.annotate(place=Value(""))
    walked = placed.annotate(found=F(key), fits=fits).values("found", "fits", "place")[:at_most]
    sql, params = walked.query.get_compiler(using=walked.db).as_sql()
    kept = "WHERE w.fits" if conditions else ""
    statement = f"SELECT w.found, w.place FROM ({sql}) w {kept} LIMIT %s"  # noqa: S608  # a queryset's SQL, no values
    return statement, (*params, wanted)


def merged(walks: Sequence[Statement], wanted: int) -> RawSQL:
    """The first `wanted` keys of several walks by their places, each once, for `pk__in`."""
    parts = (f"({statement}) w{n}" for n, (statement, _values) in enumerate(walks))
    union = " UNION ALL ".join(f"SELECT * FROM {part}" for part in parts)  # noqa: S608  # statements of walk(), no values
    params = [value for _statement, values in walks for value in values]
    sql = f"SELECT found FROM ({union}) m GROUP BY found ORDER BY MIN(place), found LIMIT %s"  # noqa: S608  # the same
    return RawSQL(sql, [*params, wanted])  # noqa: S611  # what people typed is among its parameters


def repeated(statement: Statement, blanks: Sequence[str], fillings: Iterable[Sequence[str]]) -> list[Statement]:
    """A statement for each filling: its values instead of the `blanks` among the parameters. Compiled once."""
    sql, params = statement
    filled = (dict(zip(blanks, filling, strict=True)) for filling in fillings)
    return [(sql, tuple(values.get(param, param) for param in params)) for values in filled]
