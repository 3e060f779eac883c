import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The same receiver with the JDK alone: {@code java PlainReceiver.java}. See README.md. */
public class PlainReceiver {
    private static final byte[] secret = System.getenv("SIGNING_SECRET").getBytes(StandardCharsets.UTF_8);
    private static final Pattern type = Pattern.compile("\"type\":\"([^\"]+)\"");

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.createContext("/", PlainReceiver::receive);
        server.start();
    }

    private static void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String header = exchange.getRequestHeaders().getFirst("terra-signature");
        boolean isSigned = header != null && isSigned(body, header);
        if (isSigned) {
            // A real receiver takes a JSON library. An event says its type first.
            Matcher found = type.matcher(new String(body, StandardCharsets.UTF_8));
            System.out.println((found.find() ? found.group(1) : "?") + " " + body.length + " bytes");
        }
        exchange.sendResponseHeaders(isSigned ? 200 : 400, -1);
        exchange.close();
    }

    /** Whether one of the {@code v1} signs these bytes; there are two while a secret is rotated. */
    private static boolean isSigned(byte[] body, String header) {
        String[] parts = header.split(",");
        String time = parts[0].replaceFirst("^t=", "");
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            StringBuilder hex = new StringBuilder("v1=");
            for (byte one : mac.doFinal(body)) hex.append(String.format("%02x", one));
            byte[] expected = hex.toString().getBytes(StandardCharsets.UTF_8);
            return Arrays.stream(parts)
                    .skip(1)
                    .anyMatch(part -> MessageDigest.isEqual(part.getBytes(StandardCharsets.UTF_8), expected));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
