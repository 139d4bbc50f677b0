"""The demonstration: made-up organizations and people, and one patent's way from import to subsidy."""
