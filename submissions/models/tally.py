"""How many mails strangers have made us send to one mailbox, counted without its address."""

from datetime import datetime

from django.db import models

from submissions.mailbox import mailbox_key


class Tally(models.Model):
    """One such mail. It outlives the mail and its record: whoever withdraws and sends again is still counted."""

    mailbox = models.CharField(max_length=64, help_text="Keyed hash of the address.")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["mailbox", "at"], name="tally_of_mailbox")]

    def __str__(self) -> str:
        return f"{self.mailbox[:8]}… {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def add(cls, address: str) -> None:
        cls.objects.create(mailbox=mailbox_key(address))

    @classmethod
    def count(cls, address: str, since: datetime) -> int:
        return cls.objects.filter(mailbox=mailbox_key(address), at__gte=since).count()
