"""Pages of monthly statements."""

from django.urls import path

from cofab.apps.realisation.statement import views

app_name = "statement"
urlpatterns = [
    path("", views.listed, name="list"),
    path("draw", views.draw, name="draw"),
    path("<str:key>", views.one, name="one"),
    path("<str:key>/sign", views.sign, name="sign"),
    path("<str:key>/differ", views.differ, name="differ"),
    path("<str:key>/redraw", views.redraw, name="redraw"),
]
