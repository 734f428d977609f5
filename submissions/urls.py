from django.urls import path

from submissions.views import confirm, form, links, status, steps

app_name = "submissions"

urlpatterns = [
    path("submit/", form.fork, name="fork"),
    path("submit/alliance/", form.submit, name="submit"),
    path("submissions/", links.ask_for_links, name="links"),
    path("submissions/<str:token>/", status.status, name="status"),
    path("submissions/<str:token>/more/", steps.more, name="more"),
    path("submissions/<str:token>/check/", steps.check, name="check"),
    path("submissions/<str:token>/confirm/", confirm.confirm, name="confirm"),
    path("submissions/<str:token>/resend/", confirm.resend, name="resend"),
    path("submissions/<str:token>/edit/", steps.edit, name="edit"),
    path("submissions/<str:token>/answer/", status.answer, name="answer"),
    path("submissions/<str:token>/withdraw/", status.withdraw, name="withdraw"),
]
