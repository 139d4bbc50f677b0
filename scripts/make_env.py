"""
Write ``.env`` for docker-compose.yml with fresh secrets: ``make env BASE_URL=https://host.example``.

An ``.env`` that is there is left alone.
"""

from __future__ import annotations

import os
import re
import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
SECRETS = ("SECRET_KEY", "POSTGRES_PASSWORD", "ELASTIC_PASSWORD", "RABBITMQ_PASSWORD")


class EnvRefused(Exception):
    """Says in one sentence why no file was written."""


def filled(example: str, *, base_url: str) -> str:
    """Give the example with the public address and a secret of its own for each password."""
    host = urlsplit(base_url).hostname
    if not base_url.startswith("https://") or not host:
        raise EnvRefused("Give the public address: make env BASE_URL=https://marketplace.example")
    values = {name: secrets.token_hex(32) for name in SECRETS}
    # The container looks at its own health by the loopback address.
    values |= {"BASE_URL": base_url.rstrip("/"), "ALLOWED_HOSTS": f"{host},127.0.0.1"}
    for name, value in values.items():
        example, count = re.subn(rf"^(# )?{name}=.*$", f"{name}={value}", example, flags=re.MULTILINE)
        if count != 1:
            raise EnvRefused(f"{name} stands {count} times in .env.example")
    return example


def main() -> int:
    """Write the file, readable by its owner only."""
    target = ROOT / ".env"
    try:
        text = filled((ROOT / ".env.example").read_text(), base_url=os.environ.get("BASE_URL", ""))
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except EnvRefused as error:
        print(error, file=sys.stderr)
        return 1
    except FileExistsError:
        print(".env is there already and was left alone.", file=sys.stderr)
        return 1
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    print("Wrote .env: put certificate.pem and key.pem into deploy/tls/ and run docker compose up --detach")
    return 0


if __name__ == "__main__":
    sys.exit(main())
