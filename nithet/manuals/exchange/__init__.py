"""Manuals out of Nithet and in again: BPMN 2.0 and YAML. Pure Python, no Django.

What goes out comes in again exactly: everything but line numbers of a source and keys of a draft (`bare`).
"""

from nithet.manuals.exchange.content import bare, bare_procedure
from nithet.manuals.exchange.errors import ExchangeError

__all__ = ["ExchangeError", "bare", "bare_procedure"]
