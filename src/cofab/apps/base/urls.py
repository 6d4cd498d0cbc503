"""Pages of the base."""

from django.urls import URLPattern

app_name = "base"
urlpatterns: list[URLPattern] = []
