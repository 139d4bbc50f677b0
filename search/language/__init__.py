"""What a searcher writes and what a patent says, as tokens and as a query tree. Pure: no Django, no engine."""
