"""Devices that work without a network, what they took along, what they hold, and what came twice."""

from nithet.field.models.apart import Apart, ApartFile
from nithet.field.models.devices import Carried, Device, Waiting

__all__ = ["Apart", "ApartFile", "Carried", "Device", "Waiting"]
