"""Pages of gates."""

from django.urls import path

from cofab.apps.proposition.demand.gating import views

app_name = "gates"
urlpatterns = [
    path("<str:key>", views.gates, name="gates"),
    path("<str:key>/act", views.act, name="act"),
]
