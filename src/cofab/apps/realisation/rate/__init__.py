"""What parties say of each other, and the credit that their records earn."""
