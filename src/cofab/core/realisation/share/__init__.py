"""Who gets what of money that several earned together, recomputable to the cent."""
