"""The log that nobody can rewrite unnoticed, and evidence bundles that an outsider checks offline."""
