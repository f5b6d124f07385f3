"""Thai text, numbers, dates, calendars and words: pure rules, without Django and without a clock."""
