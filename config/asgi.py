"""The server's entry point: `uvicorn config.asgi:application`."""

import os

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)

from keyworker.base.bodies import bounded  # noqa: E402
from keyworker.base.serving import OneHop  # noqa: E402

application = bounded(OneHop(), most=settings.MOST_SENT)
