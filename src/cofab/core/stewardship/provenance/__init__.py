"""A log that nobody can rewrite unnoticed, and evidence that an outsider checks offline."""
