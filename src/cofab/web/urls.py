"""Addresses of the design system itself: gallery, keyboard help, row density, language."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from cofab.web import views

app_name = "web"
urlpatterns = [
    path("gallery", views.gallery, name="gallery"),
    path("keys", views.keys, name="keys"),
    path("language", set_language, name="language"),
    path("density", views.density, name="density"),
]
