"""Pages of intake."""

from django.urls import path

from cofab.apps.proposition.demand.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.intake, name="intake"),
    path("files", views.add, name="add"),
    path("text", views.read_text, name="text"),
    path("demands", views.make, name="make"),
    path("files/<str:item>", views.act, name="act"),
]
