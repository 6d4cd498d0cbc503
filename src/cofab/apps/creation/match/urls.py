"""Pages of match."""

from django.urls import path

from cofab.apps.creation.match import views

app_name = "match"
urlpatterns = [
    path("lists/<str:key>", views.published, name="published"),
    path("<str:key>", views.candidates, name="candidates"),
    path("<str:key>/again", views.again, name="again"),
]
