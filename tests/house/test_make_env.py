"""The file of settings that `make env` writes for docker compose."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.make_env import SECRETS, EnvRefused, filled

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLE = (ROOT / ".env.example").read_text()


def values(text):
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", text, flags=re.MULTILINE))


def test_names_the_public_address_and_the_loopback_of_the_health_check():
    made = values(filled(EXAMPLE, base_url="https://marketplace.example/"))

    assert made["BASE_URL"] == "https://marketplace.example"
    assert made["ALLOWED_HOSTS"] == "marketplace.example,127.0.0.1"


def test_makes_every_secret_anew():
    first, second = (values(filled(EXAMPLE, base_url="https://marketplace.example")) for _ in range(2))

    assert all(re.fullmatch("[0-9a-f]{64}", first[name]) for name in SECRETS)
    assert len({first[name] for name in SECRETS} | {second[name] for name in SECRETS}) == 2 * len(SECRETS)


@pytest.mark.parametrize("base_url", ["", "http://marketplace.example", "https://", "marketplace.example"])
def test_refuses_an_address_that_is_not_public_and_secure(base_url):
    with pytest.raises(EnvRefused, match="Give the public address"):
        filled(EXAMPLE, base_url=base_url)
