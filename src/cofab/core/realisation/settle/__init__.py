"""What each party of an order gets, when and why: milestones, penalties, endings, statements."""
