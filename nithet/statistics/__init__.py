"""The formulas of Thai education research, in exact arithmetic. Pure Python, no Django.

Answers come as integers or decimals, never as floats; inside everything is a fraction, and only what is read is rounded, half up
(`figure.py`). A figure that cannot be had is a figure with a reason, never an exception: one question on which all agree must not
take a page away.
"""
