"""What Django's admin looks for in an app: the desk is in submissions/desk/."""

from django.contrib import admin
from django.contrib.auth.models import Group

from alliances.models import Alliance, Region
from submissions.desk.directory import Groups
from submissions.desk.log import Events, Mails
from submissions.desk.people import Moderators
from submissions.desk.queue import Queue
from submissions.desk.regions import Regions
from submissions.models import Event, Mail, Moderator, Submission

admin.site.register(Submission, Queue)
admin.site.register(Alliance, Groups)
admin.site.register(Region, Regions)
admin.site.register(Event, Events)
admin.site.register(Mail, Mails)
admin.site.register(Moderator, Moderators)
admin.site.unregister(Group)  # the two groups are made by a migration; people are put into them on their own page
