"""The few values that every stage shares: money, quantity, window, id, lifecycle, refusal, event, rules."""
