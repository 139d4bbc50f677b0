"""People, organizations, memberships, mandates and the one table of roles."""
