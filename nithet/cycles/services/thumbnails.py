"""Pictures made small, once for each file."""

from __future__ import annotations

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from nithet.core import files
from nithet.core.models import StoredFile
from nithet.core.pictures import PICTURES, small_picture
from nithet.cycles.models import Thumbnail


def make_thumbnail(stored: StoredFile) -> None:
    """Outside of a transaction: a large picture takes a while. Again it makes none."""
    if stored.content_type not in PICTURES or Thumbnail.objects.filter(of=stored).exists():
        return
    with stored.content.open("rb") as content:
        made = small_picture(content.file)
    small = _keep(stored, made) if made else None
    Thumbnail.objects.get_or_create(of=stored, defaults={"office_id": stored.office_id, "small": small})


def _keep(stored: StoredFile, made: bytes) -> StoredFile:
    upload = UploadedFile(ContentFile(made), f"{stored.sha256[:12]}.jpg", "image/jpeg", len(made))
    return files.store(stored.office_id, upload, max_bytes=settings.EVIDENCE_MAX_BYTES)
