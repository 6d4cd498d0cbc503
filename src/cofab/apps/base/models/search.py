"""What the search box finds."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper

from cofab.apps.base.models.owned import Owned


class SearchEntry(Owned):
    """One findable thing: `subject` is its public name, `text` everything that finds it, `url` where it lives."""

    prefix = "fnd"
    subject = models.TextField(unique=True)
    title = models.TextField()
    text = models.TextField(blank=True)
    url = models.TextField()

    class Meta:
        indexes = [GinIndex(OpClass(Upper("text"), name="gin_trgm_ops"), name="base_searchentry_text")]
