"""When, on whose machine: choosing one way for each piece of work so that nobody is booked twice."""
