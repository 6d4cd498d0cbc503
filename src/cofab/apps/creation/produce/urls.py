"""Pages of produce."""

from django.urls import path

from cofab.apps.creation.produce import views

app_name = "produce"
urlpatterns = [
    path("", views.listed, name="list"),
    path("<str:key>", views.show, name="show"),
    path("<str:key>/panel", views.panel, name="panel"),
    path("<str:key>/photo", views.photo, name="photo"),
    path("<str:key>/<str:word>", views.act, name="act"),
]
