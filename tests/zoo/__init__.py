"""Manuals drawn from a grammar of layouts, each wholly given by its seed, with what is truly in them.

`content` (what works offices have) → `layouts` (how offices write them) → `blocks` (the page) → text, Word or PDF.
`python -m tests.zoo` reads many and says which choices of layout are read worst.
"""
