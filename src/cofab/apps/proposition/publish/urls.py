"""Pages of publish."""

from django.urls import path

from cofab.apps.proposition.publish import views

app_name = "publish"
urlpatterns = [
    path("", views.machines, name="list"),
    path("add", views.add, name="add"),
    path("calendar", views.calendar, name="calendar"),
    path("calendar/block", views.block, name="block"),
    path("calendar/undo", views.undo, name="undo"),
    path("<str:key>", views.machine, name="machine"),
    path("<str:key>/change", views.change, name="change"),
    path("<str:key>/visibility", views.visibility, name="visibility"),
    path("<str:key>/down", views.down, name="down"),
    path("<str:key>/up", views.up, name="up"),
]
