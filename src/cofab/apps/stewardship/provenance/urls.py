"""The page of the log."""

from django.urls import path

from cofab.apps.stewardship.provenance import views

app_name = "log"
urlpatterns = [path("", views.show, name="show")]
