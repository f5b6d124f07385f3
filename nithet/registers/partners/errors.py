"""Refusals of this register."""

from nithet.core.errors import DomainError


class AgencyKnownError(DomainError):
    code = "agency-known"
    message = "มีหน่วยงานนี้ในทะเบียนแล้ว ({unit}) โปรดใช้รายการเดิม"
