"""What Cofab decides, as pure functions over plain values.

Not here: Django, databases, files, sockets, the clock, dice. Time, ids and seeds come in as arguments.
"""
