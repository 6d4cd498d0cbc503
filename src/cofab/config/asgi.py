"""Server-sent events: what happened, told to every open page whose viewer may know of it.

Owns: GET /events. Promises: each stream reads events under its own viewer's row-level security; a line that broke
resumes at `Last-Event-ID` (an event may come twice, none is left out); silence is broken every 15 seconds.
Not here: pages and API, which Django serves under WSGI.
"""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cofab.config.settings")

import django

django.setup()

from cofab.config.events import Application  # noqa: E402

application = Application()
