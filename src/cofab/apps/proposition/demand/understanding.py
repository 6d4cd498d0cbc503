"""Where reading becomes operations, questions and a price."""
