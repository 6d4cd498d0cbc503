"""Pages of monitor."""

from django.urls import path

from cofab.apps.creation.monitor import views

app_name = "monitor"
urlpatterns = [
    path("", views.listed, name="list"),
    path("gateways", views.gateways, name="gateways"),
    path("<str:key>", views.show, name="show"),
    path("<str:key>/now", views.now_part, name="now"),
]
