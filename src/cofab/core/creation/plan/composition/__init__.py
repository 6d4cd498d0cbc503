"""Choosing a candidate for each operation, without calendars: the least cost and time, carriage included, exactly."""
