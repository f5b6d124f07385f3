"""Measurements with their targets: `make bench`, `make bench NAME=opening STRICT=1`."""
