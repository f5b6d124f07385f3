"""Names of BPMN 2.0 and of what Nithet adds, and which of them are taken in."""

from __future__ import annotations

from xml.etree import ElementTree as ET  # builds only: defusedxml parses

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
NITHET = "urn:nithet:bpmn:1"
"""Our own elements: their names are those of the YAML (`plain_out`), a list is an element repeated."""

PREFIXES = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "nithet": NITHET}
for _prefix, _uri in PREFIXES.items():
    ET.register_namespace(_prefix, _uri)

TASKS = frozenset({"task", "userTask"})
GATEWAY, START, END = "exclusiveGateway", "startEvent", "endEvent"
NODES = TASKS | {GATEWAY, START, END}
TAKEN = NODES | {
    *("definitions", "collaboration", "participant", "process", "laneSet", "lane", "flowNodeRef"),
    *("sequenceFlow", "incoming", "outgoing", "extensionElements"),
}
"""The declared subset. Everything else is refused by its name."""

IN_THAI = {
    "parallelGateway": "เกตเวย์ขนาน",
    "inclusiveGateway": "เกตเวย์ที่เลือกได้หลายทาง",
    "eventBasedGateway": "เกตเวย์ตามเหตุการณ์",
    "complexGateway": "เกตเวย์ซับซ้อน",
    "subProcess": "กระบวนการย่อย",
    "transaction": "ธุรกรรม",
    "adHocSubProcess": "กระบวนการย่อยเฉพาะกิจ",
    "callActivity": "การเรียกกระบวนการอื่น",
    "serviceTask": "งานที่ระบบทำเอง",
    "scriptTask": "งานที่เป็นคำสั่งโปรแกรม",
    "sendTask": "งานส่งข้อความ",
    "receiveTask": "งานรับข้อความ",
    "manualTask": "งานที่ทำด้วยมือ",
    "businessRuleTask": "งานตามกฎธุรกิจ",
    "intermediateCatchEvent": "เหตุการณ์รอระหว่างทาง",
    "intermediateThrowEvent": "เหตุการณ์ระหว่างทาง",
    "boundaryEvent": "เหตุการณ์ที่ขอบงาน",
    "timerEventDefinition": "เหตุการณ์ตามเวลา",
    "messageEventDefinition": "เหตุการณ์ข้อความ",
    "terminateEventDefinition": "จุดหยุดทันที",
    "messageFlow": "เส้นข้อความ",
    "conditionExpression": "เงื่อนไขของเส้น",
    "textAnnotation": "หมายเหตุ",
    "association": "เส้นโยงหมายเหตุ",
    "group": "กรอบกลุ่ม",
    "documentation": "คำอธิบาย",
    "dataObject": "ข้อมูล",
    "dataObjectReference": "ข้อมูล",
    "dataStoreReference": "แหล่งเก็บข้อมูล",
    "childLaneSet": "ช่องผู้รับผิดชอบย่อย",
    "multiInstanceLoopCharacteristics": "งานที่ทำหลายครั้ง",
    "standardLoopCharacteristics": "งานที่ทำวนซ้ำ",
}


def bpmn(name: str) -> str:
    return f"{{{BPMN}}}{name}"


def ours(name: str) -> str:
    return f"{{{NITHET}}}{name}"


def parted(tag: str) -> tuple[str, str]:
    """Namespace and name of a tag."""
    space, _, name = tag.rpartition("}")
    return space.removeprefix("{"), name
