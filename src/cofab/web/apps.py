"""The Django app that holds the design system; it has no tables."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Owns: layout, components, static sources and the gallery. Not here: any step's own page."""

    name = "cofab.web"
    label = "web"
    verbose_name = "Pages"
