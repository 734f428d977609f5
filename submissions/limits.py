"""How much one mailbox or one client may ask of us, counted over the rows that are stored anyway."""

import ipaddress

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from submissions.mailbox import mailbox_key
from submissions.models import Submission, Tally


def client_address(request: HttpRequest) -> str:
    """The sender's address: X-Forwarded-For counts only from TRUSTED_PROXIES, and only its last foreign hop."""
    address = request.META.get("REMOTE_ADDR", "")
    if address not in settings.TRUSTED_PROXIES:
        return address
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    return next((hop for hop in reversed(hops) if hop not in settings.TRUSTED_PROXIES), address)


def client_key(request: HttpRequest) -> str:
    """A keyed hash of the client: of the address, of the /64 for IPv6. It cannot be turned back without SECRET_KEY."""
    address = client_address(request)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if parsed.version == 6:
        mapped = parsed.ipv4_mapped
        address = str(mapped) if mapped else str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
    return salted_hmac("submissions.client", address, algorithm="sha256").hexdigest()


def may_mail(address: str) -> bool:
    """Whether a stranger may make us send one more mail to this mailbox.

    Call it inside the transaction that writes the mail: two at once then never count past each other.
    """
    most, period = settings.LIMITS["mails_per_mailbox"]
    _take_turns(address)
    return Tally.count(address, timezone.now() - period) < most


def may_post(client: str) -> bool:
    """Whether this client may store one more form."""
    most, period = settings.LIMITS["posts_per_client"]
    if not client:
        return True
    return Submission.objects.filter(client=client, created_at__gte=timezone.now() - period).count() < most


def _take_turns(address: str) -> None:
    """Hold other transactions that ask about this mailbox. On SQLite ours has the only lock already."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [mailbox_key(address)])
