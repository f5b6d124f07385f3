"""What the answers of a round say: from a form's definition and answers to figures. Pure, no Django."""
