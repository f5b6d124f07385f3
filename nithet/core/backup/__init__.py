"""Safe keeping: the whole system in one archive, and back again, on SQLite and PostgreSQL alike.

An archive is a tar: `format`, `tables/<app>.<model>.jsonl.gz`, `files/<path>`, `secret`, `manifest.json` and its digest.
It holds plain values, not the files of an engine, so that an office can move from one to the other. It is made from
one snapshot while people work, and it gets its name only after it was read again and found whole.
"""
