"""What is typed before a school's questions are answered."""

from __future__ import annotations

from django import forms

from nithet.core.fields import CleanCharField


class WhoForm(forms.Form):
    """“ตอบแทนโรงเรียนโดย…”: whom the office asks back."""

    name = CleanCharField(
        label="ชื่อและนามสกุลผู้ตอบ",
        max_length=120,
        error_messages={"required": "โปรดกรอกชื่อและนามสกุลของผู้ตอบแทนโรงเรียน"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    position = CleanCharField(
        label="ตำแหน่ง",
        max_length=75,
        error_messages={"required": "โปรดกรอกตำแหน่งของผู้ตอบ เช่น ครู ผู้อำนวยการโรงเรียน"},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
