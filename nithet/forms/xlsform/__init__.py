"""XLSForm: reading it from spreadsheets and text, finding what is wrong with it, writing it."""
