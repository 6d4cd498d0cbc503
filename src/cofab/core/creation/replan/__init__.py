"""What is proposed when a plan can no longer hold, and who must agree before anything moves."""
