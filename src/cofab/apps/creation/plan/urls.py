"""Pages of plan."""

from django.urls import path

from cofab.apps.creation.plan import hands, views

app_name = "plan"
urlpatterns = [
    path("", views.runs, name="list"),
    path("for/<str:key>", views.ask, name="ask"),
    path("<str:key>", views.run, name="run"),
    path("<str:key>/stop", views.stop, name="stop"),
    path("<str:key>/recombine", hands.show, name="recombine"),
    path("<str:key>/change", hands.change, name="change"),
    path("<str:key>/save", hands.save, name="save"),
    path("<str:key>/ranking", views.ranking, name="ranking"),
    path("<str:key>/<str:plan>.<str:form>", views.export, name="export"),
]
