"""Every address of the site: the base's own, each step's, and the API."""

from __future__ import annotations

from django.urls import include, path

from cofab.apps.base.registry import steps
from cofab.config.api import api

handler400 = "cofab.config.errors.invalid"
handler403 = "cofab.config.errors.forbidden"
handler404 = "cofab.config.errors.not_found"
handler500 = "cofab.config.errors.broken"

urlpatterns = [
    path("api/v1/", api.urls),
    path("", include("cofab.apps.base.urls")),
    path("", include("cofab.web.urls")),
    *[path(step.prefix, include(step.urls)) for step in steps() if step.urls],
]
