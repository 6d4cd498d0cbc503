"""The Django app of the flows; it owns no tables."""

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    """Stories that cross stages."""

    name = "cofab.flows"
    label = "flows"
