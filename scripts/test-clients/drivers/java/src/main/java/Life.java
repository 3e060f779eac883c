import co.tryterra.terraclient.RequestConfig;
import co.tryterra.terraclient.TerraClientFactory;
import co.tryterra.terraclient.WebhookHandlerUtility;
import co.tryterra.terraclient.api.PartialUser;
import co.tryterra.terraclient.api.TerraApiResponse;
import co.tryterra.terraclient.api.TerraClientV2;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** A user's life through the official Java client. See ../../../../../life.ts. */
public class Life {
    private static final String baseUrl = System.getenv("BASE_URL");
    private static final String devId = System.getenv("DEV_ID");
    private static final String apiKey = System.getenv("API_KEY");
    private static final String secret = System.getenv("SIGNING_SECRET");
    private static final String referenceId = System.getenv("REFERENCE_ID");
    private static final BufferedReader answers =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private static final TerraClientV2 client = TerraClientFactory.getClientV2(apiKey, devId, baseUrl);
    private static final RequestConfig inline = RequestConfig.builder().toWebhook(false).build();
    private static final RequestConfig toWebhook = RequestConfig.builder().toWebhook(true).build();
    private static final Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    private static final List<String> types =
            List.of("activity", "body", "daily", "sleep", "nutrition", "menstruation");

    public static void main(String[] args) throws Exception {
        var providers = client.listProviders().get();
        expect(providers.isSuccessful() && providers.getRawBody().path("providers").toString().contains("GARMIN"), "GARMIN");
        did("listProviders");

        String user = connect();
        ask("EVENT", "auth", user);
        did("widget session, consent, auth event");

        var webhooks = new WebhookHandlerUtility(secret);
        String header = ask("HEADER", "auth", user);
        String body = ask("BODY", "auth", user);
        expect(webhooks.verifySignature(header, body), "the signature is right");
        expect(!webhooks.verifySignature(header, body + " "), "another body is refused");
        expect(user.equals(webhooks.parseWebhookPayload(body).getUser().orElseThrow().getId()), "the event is read");
        did("verifySignature, parseWebhookPayload");

        var listed = client.getAllUsers().get().getParsedData();
        expect(listed.stream().anyMatch(one -> one.getId().equals(user)), "the user is listed");
        expect(client.getUser(user).get().isSuccessful(), "the user is described");
        did("getAllUsers, getUser");

        PartialUser person = client.userFromId(user);
        for (String type : types) {
            var answer = read(type, person, 14, inline);
            int count = answer.getParsedData().size();
            expect(answer.isSuccessful() && answer.getRawBody().path("data").size() == count, type + " as models");
            expect(count > 0 != type.equals("menstruation"), count + " of " + type);
        }
        expect(client.getAthleteForUser(person, inline).get().getParsedData().size() == 1, "athlete");
        did("seven types inline, read into the client's models");

        for (String type : types) ask("REFERENCE", referenceOf(read(type, person, 7, toWebhook)), type);
        did("six types to the webhook");

        String large = referenceOf(read("daily", person, 60, toWebhook));
        ask("REFERENCE", large, "large_request_sending");
        ask("CHUNKS", large, "daily");
        did("a large request, announced and counted");

        String again = connect();
        expect(!again.equals(user), "another id");
        ask("EVENT", "user_reauth", again);
        expect(client.getUser(user).get().getResponseCode() == 404, "the old id is gone");
        did("connecting again: user_reauth, a new id");

        expect(client.deauthenticateUser(client.userFromId(again)).get().isSuccessful(), "deauthenticated");
        ask("EVENT", "deauth", again);
        expect(client.getUser(again).get().getResponseCode() == 404, "404 afterwards");
        did("deauthenticateUser, deauth event, 404");
        System.exit(0);
    }

    private static String connect() throws Exception {
        String redirect = "https://app.example/ok";
        try {
            var session = client.generateWidgetSession("SANDBOX", referenceId, redirect).get();
            return ask("OPEN", session.getRawBody().path("url").asText());
        } catch (ExecutionException unread) {
            // Version 0.0.20 reads `url` as if it were an object and fails on every answer: its own call is made without it.
            var query = "?providers=SANDBOX&reference_id=" + encoded(referenceId)
                    + "&auth_success_redirect_url=" + encoded(redirect);
            var request = HttpRequest.newBuilder(URI.create(baseUrl + "/auth/generateWidgetSession" + query))
                    .header("dev-id", devId).header("X-API-Key", apiKey)
                    .POST(HttpRequest.BodyPublishers.noBody()).build();
            var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
            return ask("OPEN", new ObjectMapper().readTree(answer).path("url").asText());
        }
    }

    private static TerraApiResponse<?> read(String type, PartialUser user, int days, RequestConfig config) throws Exception {
        Instant start = today.minus(days, ChronoUnit.DAYS);
        Future<? extends TerraApiResponse<?>> answer = switch (type) {
            case "activity" -> client.getActivityForUser(user, start, today, config);
            case "body" -> client.getBodyForUser(user, start, today, config);
            case "daily" -> client.getDailyForUser(user, start, today, config);
            case "sleep" -> client.getSleepForUser(user, start, today, config);
            case "nutrition" -> client.getNutritionForUser(user, start, today, config);
            default -> client.getMenstruationForUser(user, start, today, config);
        };
        return answer.get();
    }

    private static String referenceOf(TerraApiResponse<?> answer) {
        return answer.getRawBody().path("reference").asText();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String ask(String... words) throws IOException {
        System.out.println(String.join("\t", words));
        String answer = answers.readLine();
        if (answer == null) throw new IOException("nobody answers any more");
        return answer;
    }

    private static void did(String what) {
        System.out.println("DID\t" + what);
    }

    private static void expect(boolean holds, String what) {
        if (!holds) throw new AssertionError(what);
    }
}
