"""The rules that members may change, as versioned data with a card that everybody can read."""
