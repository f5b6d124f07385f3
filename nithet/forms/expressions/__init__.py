"""The expressions of forms (the XPath of XForms): read once, asked often."""
