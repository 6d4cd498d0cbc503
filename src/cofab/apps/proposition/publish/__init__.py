"""Publish: a firm opens its machines and their idle windows; one table holds every claim on a machine's time."""
