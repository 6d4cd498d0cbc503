"""Pages of today."""

from django.urls import path

from cofab.flows.home import views

app_name = "home"
urlpatterns = [
    path("", views.today, name="today"),
    path("today/moves", views.part, name="part"),
    path("demo", views.demo, name="demo"),
]
