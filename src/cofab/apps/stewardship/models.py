"""Every model of the stage stewardship, brought together from its steps."""

from cofab.apps.stewardship.governance.models import RuleVersion
from cofab.apps.stewardship.provenance.models import Checkpoint, LogLeaf

__all__ = ["Checkpoint", "LogLeaf", "RuleVersion"]
