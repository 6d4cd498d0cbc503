"""Where money really is: custodians behind one port, and payment between the parties themselves."""
