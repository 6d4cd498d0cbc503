"""An adapter that says what it is told to say, for tests and trying out."""
