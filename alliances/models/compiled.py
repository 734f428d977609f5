"""Queries whose SQL is made once: for most of what a page asks, to make it takes longer than to run it."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import F, Model, Q, QuerySet, Value
from django.db.models.lookups import In

from alliances.models.walking import Statement, blanks, filled, found_by, statement_of

KEPT = 500  # statements: one for each query and number of values in it
QueryFor = Callable[[Sequence[Any]], QuerySet[Any]]


def found_for(values: Sequence[Any], query_for: QueryFor) -> list[Any]:
    """The rows that a query finds for some values; none for none.

    `query_for`: gives the query for values, or for blanks in their place. Its SQL is kept by it, so let it be a
    function of a module: one made anew for each call would be compiled each time.
    """
    if not values:
        return []
    model, statement = _compiled(query_for, len(values))
    return list(model._default_manager.raw(*_with(values, statement)))


def rows_for(values: Sequence[Any], query_for: QueryFor) -> list[tuple[Any, ...]]:
    """The same of a query for some columns."""
    return found_by(_with(values, _compiled(query_for, len(values))[1])) if values else []


def _with(values: Sequence[Any], statement: Statement) -> Statement:
    return filled(statement, dict(zip(blanks(len(values)), values, strict=True)))


@lru_cache(KEPT)
def _compiled(query_for: QueryFor, number: int) -> tuple[type[Model], Statement]:
    """What its rows are, and the SQL with blanks for so many values."""
    rows = query_for(blanks(number))
    return rows.model, statement_of(rows)


def is_among(column: str, values: Sequence[Any]) -> Q:
    """Whether a column of numbers has one of some values: `__in` takes no blanks for them."""
    return Q(In(F(column), [Value(value) for value in values]))
