"""Queries whose SQL is made once: for most of what a page asks, to make it takes longer than to run it."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import F, Model, Q, QuerySet, Value
from django.db.models.lookups import In

from alliances.models.walking import Statement, blanks, filled, found_by, statement_of

FORMS = 500  # kept: one for each query and number of values in it
Make = Callable[[Sequence[Any]], QuerySet[Any]]


def found_for(values: Sequence[Any], make: Make) -> list[Any]:
    """The rows that a query finds for some values. `make`: gives the query; a function of a module, as it is kept."""
    if not values:
        return []
    model, statement = _made(make, len(values))
    return list(model._default_manager.raw(*_with(values, statement)))


def rows_for(values: Sequence[Any], make: Make) -> list[tuple[Any, ...]]:
    """The same of a query for some columns."""
    return found_by(_with(values, _made(make, len(values))[1])) if values else []


def _with(values: Sequence[Any], statement: Statement) -> Statement:
    return filled(statement, dict(zip(blanks(len(values)), values, strict=True)))


@lru_cache(FORMS)
def _made(make: Make, number: int) -> tuple[type[Model], Statement]:
    rows = make(blanks(number))
    return rows.model, statement_of(rows)


def is_among(column: str, values: Sequence[Any]) -> Q:
    """Whether a column of numbers has one of some values: `__in` takes no blanks for them."""
    return Q(In(F(column), [Value(value) for value in values]))
