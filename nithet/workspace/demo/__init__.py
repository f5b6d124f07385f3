"""The demo office: invented, the same each time, and as alive on any day as an office in the middle of its work.

Four parts, each readable alone: `invention` (pure data: schools and people), `founding` (stores them),
`scenario` with `casting` and `stories` (what happens to which task, and when), `acting` (lets it happen
through the services, at its moment and by whoever may). `interruptions` adds what no manual foresaw.
"""

CODE = "satit1"
"""The code of the demo office in addresses."""
