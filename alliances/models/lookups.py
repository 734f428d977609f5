"""A prefix lookup that uses the index on both databases.

Django's `startswith` uses none on SQLite, and a range is wrong under an ICU collation on PostgreSQL.
"""

from typing import Any

from django.db.models import CharField
from django.db.models.lookups import BuiltinLookup


@CharField.register_lookup
class Prefix(BuiltinLookup):
    """`name__prefix="tor"`: GLOB on SQLite, LIKE (varchar_pattern_ops) on PostgreSQL; wildcards are escaped."""

    lookup_name = "prefix"
    prepare_rhs = False

    def process_rhs(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        sql, params = super().process_rhs(compiler, connection)
        text = str(params[0])
        if connection.vendor == "sqlite":
            for wildcard in "[*?":
                text = text.replace(wildcard, {"[": "[[]", "*": "[*]", "?": "[?]"}[wildcard])
            return sql, [f"{text}*"]
        text = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return sql, [f"{text}%"]

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return f"GLOB {rhs}" if connection.vendor == "sqlite" else f"LIKE {rhs}"
