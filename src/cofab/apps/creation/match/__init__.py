"""Match: which machines could do each operation, and every reason why the others cannot."""
