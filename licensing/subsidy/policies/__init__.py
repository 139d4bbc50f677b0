"""Subsidy policies: published rules as data, kept with the worked examples that prove their reading."""
