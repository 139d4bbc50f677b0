"""Topics that policies record."""

from typing import Final

from marketplace.events.topics import declare

POLICY_LOADED: Final = declare("policy.loaded", "key", "sha256")
POLICY_IN_FORCE: Final = declare("policy.put_in_force", "key", "sha256")
