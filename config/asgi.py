"""The server's entry point: `uvicorn config.asgi:application`."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

from keyworker.base.bodies import bounded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = bounded(get_asgi_application(), most=settings.MOST_SENT)
