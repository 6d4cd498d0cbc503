"""What a buyer's spreadsheet says: rows that become demands, each fact with its cell, each doubt with its cell."""
