#!/usr/bin/env python
"""Django's command line."""

import gc
import os
import sys

import django
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # What is imported lives to the end: looking through it for garbage took a sixth of the start.
    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()
    execute_from_command_line(sys.argv)
