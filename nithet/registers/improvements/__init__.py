"""Improvements of work and services: the problem, the remedy, and what the figures say before and after."""
