"""Recognition: from the face adjacency graph to machining features, each with the faces it came from."""

from cofab.geometry.recognise.part import part_of

__all__ = ["part_of"]
