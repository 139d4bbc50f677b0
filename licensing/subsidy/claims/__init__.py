"""Claims from facts already proved, checked by two offices, approved by a second person, paid once."""
