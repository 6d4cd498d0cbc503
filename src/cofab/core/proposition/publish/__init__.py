"""What somebody offers: a machine with its abilities, price, place and free time."""
