"""What was filled into a form as tables and files. `shape` says which tables and columns, `writing` makes the files."""
