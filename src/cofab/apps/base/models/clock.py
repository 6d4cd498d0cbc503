"""How far the demo's clock runs ahead of the wall's: one row, zero in production."""

from django.db import models


class Clock(models.Model):
    """The only row: `offset_s` seconds are added to the database's time by `cofab_now()`."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    offset_s = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="base_clock_is_one")]
