"""The demo region, labelled as invented, and the story that it plays."""
