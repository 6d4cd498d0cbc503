"""Stories that cross stages: what must run against the stream is told here."""
