"""Pages of plan."""

from django.urls import path

from cofab.apps.creation.plan import factory_pages, hands, views

app_name = "plan"
urlpatterns = [
    path("", views.runs, name="list"),
    path("for/<str:key>", views.ask, name="ask"),
    path("missed", factory_pages.missed, name="missed"),
    path("factories", factory_pages.listed, name="factories"),
    path("factories/<str:key>", factory_pages.factory, name="factory"),
    path("factories/<str:key>/change", factory_pages.change, name="change_factory"),
    path("factories/<str:key>/run", factory_pages.run, name="run_factory"),
    path("factories/<str:key>/close", factory_pages.close, name="close_factory"),
    path("plan/<str:key>/factory", factory_pages.found, name="found_factory"),
    path("<str:key>", views.run, name="run"),
    path("<str:key>/firms", factory_pages.firms, name="firms"),
    path("<str:key>/stop", views.stop, name="stop"),
    path("<str:key>/recombine", hands.show, name="recombine"),
    path("<str:key>/change", hands.change, name="change"),
    path("<str:key>/save", hands.save, name="save"),
    path("<str:key>/ranking", views.ranking, name="ranking"),
    path("<str:key>/<str:plan>.<str:form>", views.export, name="export"),
]
