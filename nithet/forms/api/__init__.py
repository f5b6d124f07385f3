"""What programs read of forms and of what was filled into them (`/api/v1/<office>/`), as JSON, by a token of a person."""
