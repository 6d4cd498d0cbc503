"""The system page."""

from django.urls import path

from cofab.flows.system import views

app_name = "system"
urlpatterns = [path("", views.show, name="show")]
