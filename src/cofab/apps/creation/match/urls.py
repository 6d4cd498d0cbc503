"""Pages of match."""

from django.urls import path

from cofab.apps.creation.match import find_views, views

app_name = "match"
urlpatterns = [
    path("", find_views.search, name="find"),
    path("classes", views.classes, name="classes"),
    path("hold", find_views.hold, name="hold"),
    path("holds/<str:key>/back", find_views.give_back, name="give-back"),
    path("wait", find_views.wait, name="wait"),
    path("waiting/<str:key>/end", find_views.unwait, name="unwait"),
    path("lists/<str:key>", views.published, name="published"),
    path("<str:key>", views.candidates, name="candidates"),
    path("<str:key>/again", views.again, name="again"),
]
