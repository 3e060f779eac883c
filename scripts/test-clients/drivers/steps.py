"""What the Python drivers share: a line to the one who runs them, a line back. See ../life.ts."""

import os
import sys

BASE_URL = os.environ["BASE_URL"]
DEV_ID = os.environ["DEV_ID"]
API_KEY = os.environ["API_KEY"]
SECRET = os.environ["SIGNING_SECRET"]
REFERENCE_ID = os.environ["REFERENCE_ID"]

TYPES = ["activity", "body", "daily", "sleep", "nutrition", "menstruation"]


def ask(*words: str) -> str:
    print("\t".join(words), flush=True)
    answer = sys.stdin.readline()
    if answer == "":
        sys.exit("nobody answers any more")
    return answer.rstrip("\n")


def did(what: str) -> None:
    print(f"DID\t{what}", flush=True)


def expect(holds: object, what: str) -> None:
    if not holds:
        raise AssertionError(what)
