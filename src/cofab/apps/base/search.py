"""One search box over everything a viewer may see."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q

from cofab.apps.base.models.search import SearchEntry
from cofab.apps.base.viewer import Viewer, platform

LIKE = 0.35


def index(key: str, title: str, text: str, audience: Sequence[int], url: str) -> None:
    """Make the thing named `key` findable by its title and `text` for its audience; called again, it replaces."""
    whole = " ".join(part for part in (title, text, key) if part)
    values = {"title": title, "text": whole, "audience": sorted(set(audience)), "url": url}
    with platform():
        SearchEntry.objects.update_or_create(subject=key, defaults=values)


def forget(key: str) -> None:
    """Make the thing named `key` no longer findable."""
    with platform():
        SearchEntry.objects.filter(subject=key).delete()


def find(viewer: Viewer, words: str, limit: int = 20) -> list[SearchEntry]:
    """Return what holds every word, or comes close to the whole; the closest first."""
    words = words.strip()
    if not words:
        return []
    every = Q()
    for word in words.split():
        every &= Q(text__icontains=word)
    near = SearchEntry.visible_to(viewer).annotate(near=TrigramWordSimilarity(words, "text"))
    return list(near.filter(every | Q(near__gte=LIKE)).order_by("-near", "-id")[:limit])
