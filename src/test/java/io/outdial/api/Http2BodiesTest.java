package io.outdial.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTTP/2 has bodies without a word of them in the head: they are held to the same size and the same time. */
@QuarkusTest
class Http2BodiesTest {

    private static final String CUSTOMERS = "/api/v1/customers";
    private static final String SARA = "{\"externalId\": \"Sara\", \"phone\": \"+966555000070\", \"name\": \"Sara\"}";
    private static final int MEBIBYTE = 1 << 20;

    private final Vertx vertx = Vertx.vertx();
    private HttpClient client;
    private Api api;

    @BeforeEach
    void connect() {
        api = Api.newTenant();
        client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MaxPoolSize(1));
    }

    @AfterEach
    void close() {
        get(vertx.close());
    }

    @Test
    void aBodyThatSaysItsLengthIsTaken() {
        assertThat(status(post(CUSTOMERS).compose(request -> request.send(Buffer.buffer(SARA)))))
                .isEqualTo(201);
    }

    @Test
    void aRequestWithoutABodyNeedsNoLength() {
        String path = "/api/v1/telephony/connections/00000000-0000-7000-8000-000000000000/test";
        assertThat(status(post(path).compose(HttpClientRequest::send))).isEqualTo(200);
    }

    @Test
    void aBodyWithoutALengthIsNotRead() {
        HttpClientRequest request = get(post(CUSTOMERS));
        request.setChunked(true).write(spaces(2 * MEBIBYTE));
        assertThat(status(request.response())).isEqualTo(411);
    }

    @Test
    void aBodyIsHeldToTheLengthThatItSaid() {
        HttpClientRequest request = get(post(CUSTOMERS));
        request.putHeader("Content-Length", "2").write(spaces(2 * MEBIBYTE));
        assertThat(failure(request.response())).isInstanceOf(StreamResetException.class);
        aBodyThatSaysItsLengthIsTaken(); // over the same connection
    }

    @Test
    void aBodyThatStopsIsCutOffAndNothingElseOfTheConnection() {
        HttpClientRequest stopped = get(post(CUSTOMERS));
        stopped.putHeader("Content-Length", "1000").write("{");
        HttpClientRequest refused = get(post(CUSTOMERS));
        Promise<Throwable> reset = Promise.promise();
        refused.exceptionHandler(reset::tryComplete).setChunked(true).write("{");
        assertThat(status(refused.response())).isEqualTo(411);
        assertThat(status(stopped.response())).isEqualTo(408);
        assertThat(get(reset.future())).isInstanceOf(StreamResetException.class);
        assertThat(refused.connection()).isSameAs(stopped.connection());
        aBodyThatSaysItsLengthIsTaken();
    }

    private static Buffer spaces(int bytes) {
        return Buffer.buffer(" ".repeat(bytes));
    }

    private Future<HttpClientRequest> post(String path) {
        return client.request(HttpMethod.POST, RestAssured.port, "localhost", path)
                .map(request -> request.putHeader("Authorization", "Bearer " + api.token("admin"))
                        .putHeader("Content-Type", "application/json"));
    }

    private static int status(Future<HttpClientResponse> response) {
        return get(response).statusCode();
    }

    private static Throwable failure(Future<?> future) {
        return get(future.<Throwable>map(answered -> null).otherwise(thrown -> thrown));
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
