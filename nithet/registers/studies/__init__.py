"""Studies of documents, policies and conditions: what was asked, read, found and recommended."""
