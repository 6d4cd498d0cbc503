"""Join: a firm asks to come in, shows its papers, and is let in or told why not."""
