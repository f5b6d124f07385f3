"""Tables as other systems give them out and as ours are given out: XLSX and CSV, read and written in constant memory."""
