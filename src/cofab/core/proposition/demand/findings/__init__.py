"""What is hard or doubtful about a part: rules as data, each finding with its faces, limit, measure and cost."""

from cofab.core.proposition.demand.findings.found import findings_of
from cofab.core.proposition.demand.findings.model import Finding
from cofab.core.proposition.demand.findings.rules import DEFAULT_FINDING_RULES

__all__ = ["DEFAULT_FINDING_RULES", "Finding", "findings_of"]
