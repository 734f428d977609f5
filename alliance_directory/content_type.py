"""What Django gets to see of the Content-Type of a request.

It reads that header before any code of ours runs, follows the charset that it names, also in the query of a page that
caches keep for others, and fails on some. So it gets only what it needs.
"""

import re

PARAMETER = re.compile(r';\s*(boundary|charset)\s*=\s*(?:"([^"]*)"|([^\s";]*))', re.IGNORECASE)
UTF_8 = {"", "utf-8", "utf8"}
FOREIGN = "iso-8859-1"  # stands for every charset but UTF-8: ReadableFormMiddleware refuses it in words


def plain_content_type(header: str, method: str) -> str:
    """Of a POST the kind, boundary and whether it is UTF-8; of anything else nothing, for it has no body."""
    if method != "POST":
        return ""
    found = {name.lower(): quoted or plain for name, quoted, plain in PARAMETER.findall(header)}
    parts = [header.partition(";")[0].strip().lower()]
    if boundary := found.get("boundary"):
        parts.append(f'boundary="{boundary}"')
    if found.get("charset", "").strip().lower().replace("_", "-") not in UTF_8:
        parts.append(f"charset={FOREIGN}")
    return "; ".join(parts)
