"""Documents made from data. One data function, several outputs; templates are ours, never a user's."""
