"""A user's life through terra-python 0.0.x, whose host is a constant of its own. See ../life.ts."""

from datetime import datetime, timedelta, timezone

from requests import HTTPError
from steps import API_KEY, BASE_URL, DEV_ID, REFERENCE_ID, SECRET, TYPES, ask, did, expect
from terra import constants
from terra.base_client import Terra
from terra.models.user import User

constants.BASE_URL = BASE_URL
client = Terra(api_key=API_KEY, dev_id=DEV_ID, secret=SECRET)
today = datetime.now(timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)


def connect() -> User:
    answer = client.generate_widget_session(providers=["SANDBOX"], reference_id=REFERENCE_ID)
    return client.from_user_id(ask("OPEN", answer.get_parsed_response().url))


def read(data_type: str, user: User, days: int, to_webhook: bool):
    get = getattr(client, f"get_{data_type}_for_user")
    return get(user, start_date=today - timedelta(days=days), end_date=today, to_webhook=to_webhook)


def is_gone(user: User) -> bool:
    try:
        client.get_user_info(user)
    except HTTPError as error:
        return error.response.status_code == 404
    return False


expect("GARMIN" in client.list_providers().get_parsed_response().providers, "GARMIN is listed")
link = client.generate_authentication_url(resource="SANDBOX", reference_id=REFERENCE_ID).get_parsed_response()
expect(link.auth_url.startswith("http") and link.user_id, "a link to sign in")
did("list_providers, generate_authentication_url")

user = connect()
expect(user.provider == "SANDBOX", "the user is known")
ask("EVENT", "auth", user.user_id)
did("widget session, consent, auth event")

header = ask("HEADER", "auth", user.user_id)
body = ask("BODY", "auth", user.user_id)
expect(client.check_terra_signature(body, header) is True, "the signature is right")
expect(client.check_terra_signature(body + " ", header) is False, "another body is refused")
hook = client.handle_webhook(body, header)
expect(hook.dtype == "auth" and hook.get_parsed_response().user.user_id == user.user_id, "the event is read")
did("check_terra_signature, handle_webhook")

expect(user.user_id in [one.user_id for one in client.list_users().get_parsed_response().users], "the user is listed")
expect(client.get_user_info(user).get_parsed_response().is_authenticated, "the user is described")
did("list_users, get_user_info")

for data_type in TYPES:
    answer = read(data_type, user, 14, False)
    expect(answer.response_code == 200 and answer.dtype == data_type, data_type)
    count = len(answer.get_json()["data"])
    expect((count > 0) == (data_type != "menstruation"), f"{count} of {data_type}")
    expect(len(answer.get_parsed_response().data) == count, f"{data_type} as models")
expect(client.get_athlete_for_user(user, to_webhook=False).get_json()["athlete"], "athlete")
did("seven types inline, read into the client's models")

for data_type in TYPES:
    ask("REFERENCE", read(data_type, user, 7, True).get_json()["reference"], data_type)
did("six types to the webhook")

large = read("daily", user, 60, True).get_json()["reference"]
ask("REFERENCE", large, "large_request_sending")
ask("CHUNKS", large, "daily")
did("a large request, announced and counted")

again = connect()
expect(again.user_id != user.user_id, "another id")
ask("EVENT", "user_reauth", again.user_id)
expect(is_gone(user), "the old id is gone")
did("connecting again: user_reauth, a new id")

expect(client.deauthenticate_user(again).response_code == 200, "deauthenticated")
ask("EVENT", "deauth", again.user_id)
expect(is_gone(again), "404 afterwards")
did("deauthenticate_user, deauth event, 404")
