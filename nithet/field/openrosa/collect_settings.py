"""How ODK Collect is set up: its settings as JSON, and the text of the QR code that it reads them from.

What is left out of the code falls back to Collect's own default. An unknown name, or a value that it does not know, is passed
over without a word: the names and values here are those of Collect's published schema.
"""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

from django.http import HttpRequest

from nithet.core.qr import qr
from nithet.field.openrosa.addresses import server_address
from nithet.offices.members import Member

COLOUR = "#0b6e6e"
Settings = dict[str, dict[str, Any]]


def settings_for(server: str, member: Member) -> Settings:
    """The phone holds the very forms that its owner may fill, fetches them by itself and sends when there is a network."""
    return {
        "general": {
            "protocol": "odk_default",
            "server_url": server,
            "form_update_mode": "match_exactly",
            "periodic_form_updates_check": "every_one_hour",
            "autosend": "wifi_and_cellular",
            "app_language": "th",
            # Enough to read a board in it, and a tenth of what a camera makes.
            "image_size": "medium",
            "delete_send": False,
            "analytics": False,
            "metadata_username": member.user.username,
        },
        # The address is changed by another code only, not by a slip of the finger.
        "admin": {"change_server": False, "form_update_mode": False},
        # One phone may be set up for several people.
        "project": {
            "name": f"{member.office.short_name} {member.person.plain_name}",
            "icon": "น",
            "color": COLOUR,
        },
    }


def code_of(settings: Settings) -> str:
    text = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def setting_up(request: HttpRequest, secret: str, member: Member) -> dict[str, str]:
    """What the page that shows a new phone's secret tells: the code as a picture, and the address to type by hand."""
    server = server_address(request, secret)
    return {"server": server, "qr": qr(code_of(settings_for(server, member)))}
