"""
Made-up listings by the thousand, for the demo, for measurements and for trying the search.

The same seed gives the same listings. Words, owners and numbers are invented; check digits hold, serials lie where the
office has given none. Nothing here is used on a real record.
"""
