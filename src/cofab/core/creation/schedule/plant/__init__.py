"""Scheduling over real calendars: shifts and bookings, carriage, changeovers, started work, release and due dates."""
