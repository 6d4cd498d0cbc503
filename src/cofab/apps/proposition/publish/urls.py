"""Pages of publish."""

from django.urls import path

from cofab.apps.proposition.publish import calendar_pages, list_pages, views

app_name = "publish"
urlpatterns = [
    path("", views.machines, name="list"),
    path("add", views.add, name="add"),
    path("calendar", calendar_pages.calendar, name="calendar"),
    path("calendar/block", calendar_pages.block, name="block"),
    path("calendar/move", calendar_pages.move, name="move"),
    path("calendar/stretch", calendar_pages.stretch, name="stretch"),
    path("calendar/undo", calendar_pages.undo, name="undo"),
    path("calendar/import", list_pages.bring_in, name="import"),
    path("calendar/cofab.ics", calendar_pages.export, name="ics"),
    path("calendar/<str:key>/out", calendar_pages.take_out, name="take_out"),
    path("<str:key>", views.machine, name="machine"),
    path("<str:key>/hours", list_pages.hours, name="hours"),
    path("<str:key>/change", views.change, name="change"),
    path("<str:key>/visibility", views.visibility, name="visibility"),
    path("<str:key>/down", views.down, name="down"),
    path("<str:key>/up", views.up, name="up"),
]
