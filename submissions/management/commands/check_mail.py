"""Prove that mail leaves this host."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Send one mail to ADDRESS through EMAIL_URL, and say what the server answered."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        message = EmailMessage(
            subject=f"{settings.SITE_NAME}: mail works",
            body=f"This mail was asked for with check_mail on {settings.SITE_URL}.\n",
            to=[address],
            reply_to=[settings.MODERATORS_EMAIL],
            headers={"Auto-Submitted": "auto-generated"},
        )
        try:
            message.send()
        except Exception as error:
            raise CommandError(f"not sent: {type(error).__name__}: {error}") from error
        self.stdout.write("The server took it. See whether it arrives.")
