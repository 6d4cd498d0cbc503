"""Double entry: accounts, entries that sum to zero, holds that resolve once."""
