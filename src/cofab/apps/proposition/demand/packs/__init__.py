"""Other trades: short forms from trade packs, free text and spreadsheets that become the same demands."""
