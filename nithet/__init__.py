"""Nithet turns a written work manual into a running year."""
