"""Pages of rules."""

from django.urls import path

from cofab.apps.stewardship.governance import views

app_name = "rules"
urlpatterns = [path("", views.listed, name="list"), path("<str:name>", views.one, name="card")]
