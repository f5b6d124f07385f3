"""Figures as blocks: a table, its picture and what stands below it; one source for the page, for files and for other systems.

A cell keeps its exact value and is rounded only where it is read, half up. It names the answers that it was counted of, so
that whoever may can open them.
"""
