"""Pages of join."""

from django.urls import path

from cofab.apps.proposition.join import views

app_name = "join"
urlpatterns = [path("", views.admissions, name="list"), path("<str:key>", views.decide, name="decide")]
