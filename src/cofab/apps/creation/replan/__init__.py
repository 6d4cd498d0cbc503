"""What is proposed when a plan can no longer hold, and the consent of those it touches."""
