package io.outdial.dev;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The demo's client: it uses the service as anybody would, over HTTP with a token. Blocks; never on an event loop. */
final class DemoApi {

    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;
    private final String token;

    DemoApi(String address, String token) {
        this.address = address;
        this.token = token;
    }

    JsonObject get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    JsonObject post(String path, JsonObject body) throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher = HttpRequest.BodyPublishers.ofString(body == null ? "" : body.encode());
        return send(request(path).header("Content-Type", "application/json").POST(publisher));
    }

    JsonObject postResource(String path, String contentType, String resource) throws IOException, InterruptedException {
        try (InputStream in = DemoApi.class.getResourceAsStream(resource)) {
            byte[] bytes = in.readAllBytes();
            return send(request(path)
                    .header("Content-Type", contentType)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(bytes)));
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + "/api/v1" + path))
                .timeout(Duration.ofMinutes(2))
                .header("Authorization", "Bearer " + token);
    }

    private JsonObject send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest sent = request.build();
        HttpResponse<String> answer = http.send(sent, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(
                    sent.method() + " " + sent.uri() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body().isBlank() ? new JsonObject() : new JsonObject(answer.body());
    }
}
