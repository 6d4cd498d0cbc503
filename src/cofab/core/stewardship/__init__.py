"""What keeps the platform honest: rules, provenance, data rights."""
