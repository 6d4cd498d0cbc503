"""Today: what waits for the viewer, by deadline; for strangers, what Cofab is."""
