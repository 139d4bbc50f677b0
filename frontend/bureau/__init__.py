"""The bureau's desk: verify, check, review, approve, pay; policies, rounds and switches."""
