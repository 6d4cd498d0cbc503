"""What every step stands on: people, organisations, sign-in, files, messages, notifications, events, jobs, search.

Promises: whoever asks sees only what belongs to their organisation, in Python and again in PostgreSQL; every
write leaves one event in the one history.
Not here: any word about machines, orders or money.
"""
