"""Manuals beside each other: what differs between two, which procedures are kin, which steps of them belong together.

Pure Python on drafts, no Django: a version of any office and in any state is a draft first (`queries.written`).
"""
