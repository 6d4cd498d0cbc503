"""Pages of match."""

from django.urls import path

from cofab.apps.creation.match import views

app_name = "match"
urlpatterns = [path("<str:key>", views.candidates, name="candidates")]
