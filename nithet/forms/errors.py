"""Refusals of forms."""

from __future__ import annotations

from collections.abc import Sequence

from nithet.core.errors import DomainError
from nithet.forms.xlsform.problems import Problem


class FormWithoutEditionError(DomainError):
    code, status = "form-without-edition", 409
    title = "ยังกรอกไม่ได้"
    message = "แบบฟอร์ม “{form}” ยังไม่มีฉบับที่เผยแพร่ โปรดแจ้งกลุ่มเจ้าของแบบฟอร์มให้เผยแพร่ก่อน"


class NothingSentError(DomainError):
    code, status = "submission-empty", 422
    title = "ไม่พบข้อมูลที่ส่ง"
    message = "ไม่พบข้อมูลของแบบฟอร์มในสิ่งที่ส่งมา โปรดเปิดหน้ากรอกแบบฟอร์มใหม่แล้วส่งอีกครั้ง"


class UnreadableSubmissionError(DomainError):
    code, status = "submission-unreadable", 400
    title = "อ่านข้อมูลที่ส่งไม่ได้"
    message = "{why}"


class DuplicateInstanceError(DomainError):
    code, status = "submission-duplicate", 409
    title = "ข้อมูลชุดนี้ส่งแล้ว"
    message = (
        "ข้อมูลชุดนี้ส่งเข้าระบบแล้ว เลขอ้างอิง {reference} แต่ครั้งนี้มีคำตอบต่างจากเดิม จึงไม่ได้บันทึกทับ "
        "หากต้องการแก้ไข โปรดแจ้งกลุ่มเจ้าของแบบฟอร์มให้ส่งคืนแก้ไข"
    )


class StaleSubmissionError(DomainError):
    code, status = "submission-stale", 409
    title = "มีผู้แก้ไขก่อนหน้าท่าน"
    message = (
        "ข้อมูลเลขอ้างอิง {reference} เปลี่ยนไปหลังจากที่ท่านเปิดแก้ไข จึงยังไม่ได้บันทึก "
        "{both}คำตอบของท่านยังอยู่ในเครื่องนี้ โปรดเปิดข้อมูลล่าสุดในหน้าต่างใหม่แล้วเปรียบเทียบก่อนแก้ไขอีกครั้ง"
    )


# Making and publishing


class UnfitFormError(DomainError):
    """The form has problems that hold it back; the page lists them by sheet and row."""

    code, status = "form-unfit", 422
    title = "แบบฟอร์มยังใช้ไม่ได้"
    message = "พบ {count} จุดที่ต้องแก้ไขก่อน จุดแรกอยู่ที่{place}: {words}"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        held = [problem for problem in problems if not problem.is_warning] or [*problems]
        super().__init__(count=len(held), place=held[0].place, words=held[0].words)


class FormNameTakenError(DomainError):
    code = "form-name-taken"
    title = "รหัสแบบฟอร์มซ้ำ"
    message = "มีแบบฟอร์มรหัส “{name}” ในสำนักงานแล้ว โปรดเปลี่ยนรหัส (form_id) แล้วลองใหม่"


class DraftThereError(DomainError):
    """Somebody is working on it; an import would put their work aside."""

    code = "form-draft-there"
    title = "มีฉบับร่างของแบบฟอร์มนี้อยู่แล้ว"
    message = "แบบฟอร์ม “{form}” มีฉบับร่างที่ {who} แก้ไขล่าสุด หากต้องการใช้ไฟล์ที่นำเข้าแทนฉบับร่างนั้น โปรดเลือก “แทนที่ฉบับร่าง” แล้วนำเข้าใหม่"


class NoDraftError(DomainError):
    code = "form-no-draft"
    title = "ไม่มีฉบับร่าง"
    message = "แบบฟอร์ม “{form}” ไม่มีฉบับร่าง อาจมีผู้เผยแพร่หรือยกเลิกไปก่อนแล้ว โปรดเปิดหน้าแบบฟอร์มใหม่"


class StaleFormDraftError(DomainError):
    code = "form-draft-stale"
    title = "มีผู้แก้ไขก่อนหน้าท่าน"
    message = "ฉบับร่างของ “{form}” เปลี่ยนไปหลังจากที่ท่านเปิดดู จึงยังไม่ได้ดำเนินการ โปรดตรวจฉบับร่างล่าสุดแล้วทำอีกครั้ง"


class EditRefusedError(DomainError):
    """An act on a draft that cannot be done (`editing/errors.py`)."""

    code, status = "form-edit-refused", 422
    title = "ยังไม่ได้บันทึก"
    message = "{why}"


class StaleEditError(DomainError):
    code = "form-edit-stale"
    title = "มีผู้แก้ไขก่อนหน้าท่าน"
    message = "ฉบับร่างของ “{form}” เปลี่ยนไปหลังจากที่ท่านเปิดหน้านี้ จึงยังไม่ได้บันทึกสิ่งที่ท่านส่ง"


class NothingToWalkError(DomainError):
    code = "form-nothing-to-undo"
    title = "ไม่มีรายการให้เลิกทำหรือทำซ้ำ"
    message = "ฉบับร่างของ “{form}” ไม่มีการแก้ไขให้{act}แล้ว"


class EarlierEditionError(DomainError):
    code = "form-earlier-edition"
    title = "ตรงกับฉบับก่อนทุกประการ"
    message = "ฉบับร่างนี้ตรงกับ{edition} ซึ่งเผยแพร่ไปแล้วทุกประการ โปรดแก้ไขส่วนที่ต้องการให้ต่าง แล้วเผยแพร่เป็นฉบับใหม่"


class FormRetiredError(DomainError):
    code = "form-retired"
    title = "แบบฟอร์มเลิกใช้แล้ว"
    message = "แบบฟอร์ม “{form}” เลิกใช้แล้ว โปรดนำกลับมาใช้ก่อน"


# What was filled


class SubmissionStateError(DomainError):
    code = "submission-state"
    title = "สถานะเปลี่ยนไปแล้ว"
    message = "ข้อมูลเลขอ้างอิง {reference} อยู่ในสถานะ “{state}” จึงดำเนินการนี้ไม่ได้ โปรดเปิดหน้านี้ใหม่"


class UnreadSubmissionError(DomainError):
    """A decision on answers that are no longer those that were read."""

    code = "submission-unread"
    title = "คำตอบเปลี่ยนไปแล้ว"
    message = (
        "คำตอบของข้อมูลเลขอ้างอิง {reference} มีผู้แก้ไขหลังจากที่ท่านเปิดอ่าน จึงยังไม่ได้ดำเนินการ โปรดอ่านคำตอบล่าสุดแล้วทำอีกครั้ง"
    )


class TrialSubmissionError(DomainError):
    code = "submission-trial"
    title = "เป็นคำตอบทดลอง"
    message = "ข้อมูลเลขอ้างอิง {reference} เป็นคำตอบทดลองกรอก ไม่นับเป็นข้อมูลจริง จึงไม่มีการตรวจรับ"


class NothingToExportError(DomainError):
    code, status = "export-empty", 409
    title = "ไม่มีข้อมูลให้ส่งออก"
    message = "ไม่พบข้อมูลที่ตรงกับเงื่อนไข โปรดเปลี่ยนเงื่อนไขแล้วส่งออกใหม่"


# Rounds


class RoundStateError(DomainError):
    code = "round-state"
    title = "สถานะเปลี่ยนไปแล้ว"
    message = "รอบการเก็บข้อมูล “{round}” อยู่ในสถานะ “{state}” จึงดำเนินการนี้ไม่ได้ โปรดเปิดหน้านี้ใหม่"


class StaleRoundError(DomainError):
    code = "round-stale"
    title = "มีผู้แก้ไขก่อนหน้าท่าน"
    message = "รอบการเก็บข้อมูล “{round}” เปลี่ยนไปหลังจากที่ท่านเปิดหน้านี้ จึงยังไม่ได้บันทึก โปรดเปิดหน้านี้ใหม่ ตรวจข้อมูลล่าสุด แล้วดำเนินการอีกครั้ง"


class RoundFixedError(DomainError):
    """What was promised to those who are asked, or what answers were given to."""

    code = "round-fixed"
    title = "เปลี่ยนหลังเปิดรับข้อมูลแล้วไม่ได้"
    message = (
        "รอบการเก็บข้อมูล “{round}” เปิดรับข้อมูลแล้ว จึงเปลี่ยน{what}ไม่ได้ หากจำเป็นต้องเปลี่ยน โปรดยกเลิกรอบนี้แล้วเปิดรอบใหม่"
    )


class RoundWindowError(DomainError):
    code, status = "round-window", 422
    title = "ช่วงเวลาไม่ถูกต้อง"
    message = "{why}"


class NobodyAskedError(DomainError):
    code, status = "round-nobody", 422
    title = "ยังไม่มีผู้ที่ขอข้อมูล"
    message = "กลุ่มเป้าหมายที่เลือกไม่มีผู้ใดตรงตามเงื่อนไข โปรดแก้ไขกลุ่มเป้าหมายก่อนเปิดรับข้อมูล"


class AskedAlreadyError(DomainError):
    """The same question was asked of some of them; somebody has to say what is to be done."""

    code = "round-asked-already"
    title = "มีรอบที่ถามเรื่องเดียวกันแล้ว"
    message = (
        "รอบ “{round}” ถามด้วยแบบฟอร์มเดียวกันจาก {count} รายในกลุ่มเป้าหมายนี้แล้ว "
        "โปรดเลือกว่าจะใช้ผลของรอบนั้น ขอเฉพาะผู้ที่ยังไม่เคยขอ หรือขอซ้ำโดยระบุเหตุผล"
    )


class AnonymousRoundError(DomainError):
    code = "round-anonymous"
    title = "รอบที่ไม่ระบุตัวผู้ตอบ"
    message = "{why}"


class SecondAnswerError(DomainError):
    code = "round-second-answer"
    title = "มีคำตอบที่นับแล้ว"
    message = "{name} มีคำตอบที่นับในรอบนี้แล้ว โปรดเลือกว่าจะใช้คำตอบใดที่หัวข้อ “ส่งซ้ำ”"


# Answering


class NotTakingError(DomainError):
    code = "round-not-taking"
    title = "ยังส่งคำตอบไม่ได้"
    message = "{why}"


class AnsweredAlreadyError(DomainError):
    code = "round-answered"
    title = "ท่านตอบแล้ว"
    message = "ลิงก์นี้ใช้ตอบ “{round}” แล้ว จึงไม่ได้เก็บคำตอบชุดนี้อีก ขอขอบคุณที่ให้ข้อมูล"


class TooManyAgainError(DomainError):
    """By one link, besides the answer that counts."""

    code, status = "answer-too-many-again", 429
    title = "ลิงก์นี้ส่งคำตอบหลายชุดแล้ว"
    message = (
        "ลิงก์นี้ส่งคำตอบของ “{round}” ไว้หลายชุดแล้ว จึงไม่ได้เก็บชุดนี้อีก หากต้องการแก้ไข โปรดแก้ไขคำตอบเดิม หรือติดต่อกลุ่มที่ขอข้อมูล"
    )


class TooSoonError(DomainError):
    code, status = "answer-too-soon", 429
    title = "ส่งเร็วเกินไป"
    message = "ส่งเร็วเกินไปหลังจากเปิดหน้านี้ คำตอบของท่านยังอยู่ครบ โปรดตรวจทานแล้วกดส่งอีกครั้ง"


class TooManyAnswersError(DomainError):
    code, status = "answer-too-many", 429
    title = "มีการส่งคำตอบจากเครือข่ายนี้มากผิดปกติ"
    message = (
        "ขณะนี้มีการส่งคำตอบจากเครือข่ายของท่านมากผิดปกติ คำตอบของท่านยังอยู่ในเครื่องนี้ โปรดรอประมาณหนึ่งชั่วโมงแล้วกดส่งอีกครั้ง"
    )


class TooMuchSentError(DomainError):
    code, status = "answer-too-large", 413
    title = "ไฟล์แนบใหญ่เกินไป"
    message = (
        "ไฟล์แนบรวมกันใหญ่เกิน {most} MB หรือเกิน {files} ไฟล์ คำตอบของท่านยังอยู่ครบ โปรดลดจำนวนหรือขนาดไฟล์แล้วส่งอีกครั้ง"
    )
