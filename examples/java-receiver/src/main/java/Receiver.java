import co.tryterra.terraclient.WebhookHandlerUtility;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Executors;

/** Receives events, and checks each with Terra's official client. See README.md. */
public class Receiver {
    private static final WebhookHandlerUtility terra = new WebhookHandlerUtility(System.getenv("SIGNING_SECRET"));

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.createContext("/", Receiver::receive);
        server.start();
    }

    private static void receive(HttpExchange exchange) throws IOException {
        // The exact bytes are what was signed: not the parsed body, printed again.
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String header = exchange.getRequestHeaders().getFirst("terra-signature");
        boolean isSigned = header != null && isSigned(body, header);
        if (isSigned) {
            var event = terra.parseWebhookPayload(body).getRaw();
            System.out.println(event.path("type").asText() + " "
                    + event.path("user").path("reference_id").asText("null") + " " + event.path("data").size());
        }
        exchange.sendResponseHeaders(isSigned ? 200 : 400, -1);
        exchange.close();
    }

    /** Whether one of the signatures is right. There are two while a secret is rotated; the client takes one at a time. */
    private static boolean isSigned(String body, String header) {
        String[] parts = header.split(",");
        return Arrays.stream(parts).skip(1).anyMatch(part -> terra.verifySignature(parts[0] + "," + part, body));
    }
}
