"""The enterprise's desk: find, request, sign, pay, report, claim."""
