"""Receives events, and checks each with Terra's official client. See README.md."""

import os

from flask import Flask, request
from terra.base_client import Terra

# Checking a signature takes the secret alone: nothing is called with the other two.
terra = Terra(api_key="unused", dev_id="unused", secret=os.environ["SIGNING_SECRET"])
app = Flask(__name__)


def is_signed(body: str, header: str) -> bool:
    """Whether one of the signatures is right. There are two while a secret is rotated; the client takes one at a time."""
    time, *signatures = header.split(",")
    return any(terra.check_terra_signature(body, f"{time},{signature}") for signature in signatures)


@app.post("/")
def receive():
    # The exact bytes are what was signed: not the parsed body, printed again.
    body = request.get_data().decode("utf-8")
    if not is_signed(body, request.headers.get("terra-signature", "")):
        return "", 400
    event = request.get_json()
    user = event.get("user") or {}
    print(event["type"], user.get("reference_id"), len(event.get("data") or []), flush=True)
    return "", 200


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ.get("PORT", "8080")))
