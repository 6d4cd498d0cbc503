"""Design review: buyer and shop mark up the part, propose changes with their effect, and sign them off together."""
