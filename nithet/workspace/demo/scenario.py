"""What the demo shows: a table of situations. Which task plays each is found in `casting`, when in `stories`.

A situation has a doer (an account), how far the work came, and where its last day lies from today.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Ending(Enum):
    """How far the work of a task came by today."""

    UNTOUCHED = auto()
    BEGUN = auto()
    SUBMITTED = auto()
    RETURNED = auto()
    DONE = auto()
    SKIPPED = auto()


class Due(Enum):
    """Where the last day lies: as the manual says, before today, by Friday, or later than that."""

    AS_WRITTEN = auto()
    PAST = auto()
    THIS_WEEK = auto()
    LATER = auto()


@dataclass(frozen=True, slots=True)
class Fixed:
    """A certain task: a procedure of the catalogue, a step, and its turn where it has several."""

    procedure: str
    number: str
    turn: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    doer: str
    ending: Ending
    due: Due = Due.AS_WRITTEN
    task: Fixed | None = None
    # Stations of the route that have agreed.
    agreed: int = 0
    # Why it was sent back, once for each time; why it is skipped.
    reasons: tuple[str, ...] = ()
    # The division whose work it is.
    division: str = "supervision"


_JOINT, _DLTV = "joint-work", "satellite-learning"
_NO_SOURCE = "ยังไม่ได้ระบุแหล่งที่มาและวันที่ของข้อมูล โปรดเพิ่มในผลสรุปและแนบไฟล์ข้อมูลประกอบ"
_NO_LIST = "ยังไม่พบผลของโรงเรียน 5 แห่งในกลุ่มพื้นที่สูง โปรดติดตามให้ครบ"
_WRONG_SUM = "ตัวเลขในตารางสรุปไม่ตรงกับรายชื่อที่แนบ โปรดตรวจทานอีกครั้ง"
_ONE_STAGE = "รวมจัดเวทีแลกเปลี่ยนเรียนรู้เป็นเวทีเดียวกับงานวิจัยและต่อยอดสื่อ ขั้นที่ 5 เพื่อลดภาระของครู"
_NO_SURVEY = "อยู่ระหว่างย้ายเว็บไซต์ไปเครื่องแม่ข่ายใหม่ จึงเก็บข้อเสนอแนะรวมกับไตรมาสถัดไป"

# fmt: off
SITUATIONS: tuple[Situation, ...] = (
    # Certain tasks first: a plan that goes all the way up, and what stands at each station of the route.
    Situation("supervisor5", Ending.DONE, task=Fixed(_JOINT, "1.1")),
    Situation("supervisor5", Ending.SUBMITTED, task=Fixed(_JOINT, "1.2"), agreed=1),
    Situation("supervisor", Ending.DONE, task=Fixed(_JOINT, "2.1")),
    Situation("supervisor", Ending.SUBMITTED, task=Fixed(_JOINT, "2.2"), agreed=2),
    Situation("supervisor4", Ending.SKIPPED, task=Fixed("curriculum-english-scouts", "5"), reasons=(_ONE_STAGE,)),
    Situation("computer3", Ending.SKIPPED, task=Fixed("office-website", "3", "ไตรมาสที่ 1"), reasons=(_NO_SURVEY,),
              division="dlict"),
    *(Situation("head2", Ending.DONE, task=Fixed(procedure, "1"), division="dlict")
      for procedure in (_DLTV, "media-centre", "network-learning")),
    # The supervisor who signs in first: something of everything.
    Situation("supervisor", Ending.BEGUN, Due.PAST),
    Situation("supervisor", Ending.RETURNED, Due.LATER, reasons=(_NO_SOURCE,)),
    Situation("supervisor", Ending.BEGUN, Due.THIS_WEEK),
    Situation("supervisor", Ending.BEGUN, Due.LATER),
    # Colleagues.
    Situation("supervisor4", Ending.SUBMITTED, Due.LATER),
    Situation("supervisor3", Ending.UNTOUCHED, Due.PAST),
    Situation("supervisor8", Ending.SUBMITTED, Due.LATER),
    Situation("section", Ending.BEGUN, Due.LATER),
    Situation("supervisor", Ending.BEGUN, Due.LATER),
    # Distance learning.
    Situation("computer", Ending.UNTOUCHED, Due.PAST, division="dlict"),
    Situation("computer", Ending.BEGUN, Due.THIS_WEEK, division="dlict"),
    Situation("computer", Ending.BEGUN, Due.LATER, division="dlict"),
    Situation("computer2", Ending.RETURNED, Due.LATER, reasons=(_NO_LIST, _WRONG_SUM), division="dlict"),
    Situation("computer3", Ending.SUBMITTED, Due.LATER, division="dlict"),
    # In some months only: a head's own step, which goes to the deputy.
    Situation("head2", Ending.SUBMITTED, Due.LATER, division="dlict"),
)
# fmt: on
