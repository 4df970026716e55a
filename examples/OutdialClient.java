import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;

/** Creates a customer safely and shows a page of campaigns. Needs API (https://…/api/v1) and TOKEN in the environment. */
public final class OutdialClient {

    private static final int TRIES = 5;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI api;
    private final String token;

    OutdialClient(URI api, String token) {
        this.api = api;
        this.token = token;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        OutdialClient client = new OutdialClient(URI.create(System.getenv("API") + "/"), System.getenv("TOKEN"));
        String externalId = "example-" + UUID.randomUUID();
        System.out.println(client.create(
                "customers", "{\"externalId\": \"" + externalId + "\", \"phone\": \"+966512345672\", \"name\": \"Omar\"}"));
        System.out.println(client.get("campaigns?limit=5"));
    }

    String get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    /** However often this is sent, one thing is made: every try has the same key. */
    String create(String path, String json) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(api.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token);
    }

    /** What was not answered is sent again: it may have had its effect, and what reads or has a key does no harm twice. */
    private String send(HttpRequest request) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            long wait = attempt;
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                int status = response.statusCode();
                if (status < 300) {
                    return response.body();
                }
                if ((status != 429 && status != 503) || attempt == TRIES) {
                    // A problem document: its type says what it is, its errors point into what was sent.
                    throw new Refused(request.uri() + " was answered " + status + ": " + response.body());
                }
                wait = response.headers().firstValueAsLong("Retry-After").orElse(wait);
            } catch (Refused refused) {
                throw refused;
            } catch (IOException noAnswer) {
                if (attempt == TRIES) {
                    throw noAnswer;
                }
            }
            Thread.sleep(1000 * wait);
        }
    }

    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }
}
