"""What each side gets: ledger, share, settle, rate."""
