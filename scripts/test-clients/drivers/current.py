"""A user's life through terra-python 1.x. See ../life.ts."""

from datetime import date, timedelta

from steps import API_KEY, BASE_URL, DEV_ID, REFERENCE_ID, SECRET, TYPES, ask, did, expect
from terra import Terra
from terra.core.api_error import ApiError
from terra.utils.verify_signature import WebhookVerificationError, verify_terra_webhook_signature

client = Terra(dev_id=DEV_ID, api_key=API_KEY, base_url=BASE_URL)
today = date.today()


def connect() -> str:
    session = client.authentication.generatewidgetsession(
        providers="SANDBOX", reference_id=REFERENCE_ID, auth_success_redirect_url="https://app.example/ok"
    )
    return ask("OPEN", session.url)


def read(data_type: str, user_id: str, days: int, to_webhook: bool):
    return getattr(client, data_type).fetch(
        user_id=user_id,
        start_date=(today - timedelta(days=days)).isoformat(),
        end_date=today.isoformat(),
        to_webhook=to_webhook,
    )


def status_of(call) -> int:
    try:
        call()
    except ApiError as error:
        return error.status_code
    return 200


expect("SANDBOX" in [one.provider for one in client.integrations.detailedfetch().providers], "SANDBOX is listed")
did("integrations")

user = connect()
ask("EVENT", "auth", user)
did("widget session, consent, auth event")

header = ask("HEADER", "auth", user)
body = ask("BODY", "auth", user)
expect(verify_terra_webhook_signature(body, header, SECRET), "the signature is right")
try:
    verify_terra_webhook_signature(body + " ", header, SECRET)
    raise AssertionError("another body is taken")
except WebhookVerificationError:
    did("verify_terra_webhook_signature")

expect(user in [one.user_id for one in client.user.getalluserids().users], "the user is listed")
info = client.user.getinfoforuserid(user_id=user)
expect(info.is_authenticated and info.user.reference_id == REFERENCE_ID, "the user is described")
expect(client.user.getinfoforuserid(reference_id=REFERENCE_ID)[0].user_id == user, "found by reference")
expect(client.user.getinfoformultipleuserids(request=[user])[0].user_id == user, "found in bulk")
did("users")

for data_type in TYPES:
    answer = read(data_type, user, 14, False)
    expect(answer.type == data_type and (len(answer.data) > 0) == (data_type != "menstruation"), data_type)
expect(client.athlete.fetch(user_id=user, to_webhook=False).athlete is not None, "athlete")
did("seven types inline")

for data_type in TYPES:
    ask("REFERENCE", read(data_type, user, 7, True).reference, data_type)
did("six types to the webhook")

large = read("daily", user, 60, True)
ask("REFERENCE", large.reference, "large_request_sending")
ask("CHUNKS", large.reference, "daily")
did("a large request, announced and counted")

again = connect()
expect(again != user, "another id")
ask("EVENT", "user_reauth", again)
expect(status_of(lambda: client.user.getinfoforuserid(user_id=user)) == 404, "the old id is gone")
did("connecting again: user_reauth, a new id")

expect(client.authentication.deauthenticateuser(user_id=again).status == "success", "deauthenticated")
ask("EVENT", "deauth", again)
expect(status_of(lambda: client.user.getinfoforuserid(user_id=again)) == 404, "404 afterwards")
expect(status_of(lambda: read("daily", again, 7, False)) == 404, "404 for its data")
did("deauthenticateuser, deauth event, 404")
