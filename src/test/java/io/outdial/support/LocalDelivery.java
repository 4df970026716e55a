package io.outdial.support;

import io.outdial.telephony.Delivery;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** What stands in front of the service: takes messages for its public address and passes them to where it runs. */
public final class LocalDelivery implements Delivery {

    private final HttpClient client = HttpClient.newHttpClient();
    private final String publicUrl = ConfigProvider.getConfig().getValue("outdial.public-url", String.class);
    private final int port = RestAssured.port;

    @Override
    public Reply deliver(String url, Map<String, String> headers, byte[] body) {
        if (!url.startsWith(publicUrl)) {
            throw new IllegalArgumentException("not our public address: " + url);
        }
        URI local = URI.create("http://localhost:" + port + url.substring(publicUrl.length()));
        HttpRequest.Builder request = HttpRequest.newBuilder(local).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
