"""One case from request to money paid, as one value: what every desk shows and the API gives."""
