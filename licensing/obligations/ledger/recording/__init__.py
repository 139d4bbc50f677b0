"""Events of a deal: what each holds, when it is refused, and what it changes. One row per event in ``registry``."""
