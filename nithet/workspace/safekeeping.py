"""What a backup asks of history: all of it sealed before, and the ends of its chains in the manifest.

They can be noted outside, and tell later whether what was restored is what was kept.
"""

from __future__ import annotations

from nithet.audit.models import Chain
from nithet.audit.sealing import seal_all
from nithet.core.backup import making


def ends_of_history(alias: str) -> list[dict[str, object]]:
    ends = Chain.objects.using(alias).order_by("pk").values_list("pk", "sequence", "digest")
    return [
        {"office": str(office), "sequence": sequence, "digest": digest} for office, sequence, digest in ends
    ]


def declare() -> None:
    making.BEFORE.append(seal_all)
    making.FACTS["history"] = ends_of_history
