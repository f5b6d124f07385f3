"""The door for the production server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# What is imported lives to the end: looking through it for garbage took a sixth of the start.
gc.disable()
django = get_wsgi_application()

# There are models only now.
from nithet.field.openrosa.submission_door import with_door  # noqa: E402

application = with_door(django)
gc.freeze()
gc.enable()
