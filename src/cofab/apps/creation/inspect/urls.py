"""Pages of inspect."""

from django.urls import path

from cofab.apps.creation.inspect import views

app_name = "inspect"
urlpatterns = [
    path("", views.listed, name="list"),
    path("keys", views.keys, name="keys"),
    path("reports/<str:number>", views.report, name="report"),
    path("<str:key>", views.show, name="show"),
    path("<str:key>/receive", views.receive, name="receive"),
    path("<str:key>/results", views.results, name="results"),
    path("<str:key>/sign", views.sign, name="sign"),
]
