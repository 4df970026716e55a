package io.outdial.platform;

import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The one way to call an address that a tenant gave. The name is resolved once, every address it has must be public, and the
 * connection goes to the address that was checked, so that a name which changes its mind in between leads nowhere. No
 * redirect is followed; time and size of the answer are bounded.
 *
 * <p>A failure that is {@link NotSent} means that the other side never saw the request; any other means that it may have.
 */
@ApplicationScoped
public class OutboundHttp {

    private static final int MAX_URL = 2_000;
    private static final int MAX_WAITING = 500;

    private final Vertx vertx;
    private final OutboundSettings settings;
    private final HttpClient client;
    private final OutboundAddresses addresses;

    /** For the proxy of the application scope only. */
    OutboundHttp() {
        vertx = null;
        settings = null;
        client = null;
        addresses = null;
    }

    @jakarta.inject.Inject
    public OutboundHttp(Vertx vertx, OutboundSettings settings) {
        this(vertx, settings, HostNames.SYSTEM);
    }

    /** With another way to look up names. */
    public OutboundHttp(Vertx vertx, OutboundSettings settings, HostNames names) {
        this.vertx = vertx;
        this.settings = settings;
        addresses = new OutboundAddresses(vertx, settings, names);
        client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setMaxPoolSize(settings.maxConnectionsPerAddress())
                .setMaxWaitQueueSize(MAX_WAITING)
                .setKeepAliveTimeout(30)
                .setForceSni(true));
    }

    /**
     * A request to send.
     *
     * @param tenant whose address it is
     * @param body null for none
     * @param tooLate asked when there is a connection: whether nothing may be sent any more; null for never
     */
    public record Request(
            TenantId tenant,
            HttpMethod method,
            URI url,
            Map<String, String> headers,
            Buffer body,
            BooleanSupplier tooLate) {}

    /** What came back, whatever its status. */
    public record Response(int status, MultiMap headers, Buffer body) {}

    /**
     * Reads an address that a tenant typed.
     *
     * @param pointer where it stands in the body
     * @throws Problem when no request could be sent there
     */
    public URI parse(String pointer, String text) {
        try {
            URI url = new URI(text == null ? "" : text.strip());
            String wrong = wrong(url);
            if (wrong == null
                    && !settings.allowPrivateAddresses()
                    && PublicAddresses.isLiteralAndNotPublic(url.getHost())) {
                throw Problem.invalid(pointer, "not_public", "This is no address of the public internet.");
            }
            if (wrong == null) {
                return url;
            }
            throw Problem.invalid(pointer, "invalid_url", wrong);
        } catch (URISyntaxException e) {
            throw Problem.invalid(pointer, "invalid_url", "This is not a URL.");
        }
    }

    private String wrong(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(scheme.equals("http") && settings.allowPrivateAddresses())) {
            return "The URL must begin with https://.";
        }
        if (url.getHost() == null || url.getHost().isEmpty()) {
            return "The URL names no host.";
        }
        if (PublicAddresses.isAmbiguous(url.getHost())) {
            return "The address must be written as four decimal numbers.";
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            return "The URL may have no user and no fragment.";
        }
        return url.toString().length() > MAX_URL ? "The URL may have " + MAX_URL + " characters at most." : null;
    }

    /** Sends a request and answers the response; see the class for what a failure means. */
    public Uni<Response> send(Request request) {
        // All of it on one context, whoever asks: an answer never comes before somebody listens for it.
        return Uni.createFrom().emitter(emitter -> vertx.getOrCreateContext().runOnContext(go -> resolve(request)
                .compose(address -> connect(request, address))
                .compose(connected -> exchange(request, connected))
                .onSuccess(emitter::complete)
                .onFailure(emitter::fail)));
    }

    private Future<InetAddress> resolve(Request request) {
        String wrong = wrong(request.url());
        if (wrong != null) {
            return Future.failedFuture(new NotSent(wrong, null));
        }
        return addresses.find(request.tenant(), request.url().getHost());
    }

    private Future<HttpClientRequest> connect(Request request, InetAddress address) {
        URI url = request.url();
        boolean secure = url.getScheme().equalsIgnoreCase("https");
        int port = url.getPort() == -1 ? (secure ? 443 : 80) : url.getPort();
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        RequestOptions options = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(url.getHost())
                .setPort(port)
                .setSsl(secure)
                .setMethod(request.method())
                .setFollowRedirects(false)
                .setConnectTimeout(settings.connectTimeout().toMillis())
                .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery());
        request.headers().forEach(options::putHeader);
        return client.request(options)
                .recover(failure -> Future.failedFuture(
                        new NotSent("no connection to " + url.getHost() + ": " + failure.getMessage(), failure)));
    }

    private Future<Response> exchange(Request asked, HttpClientRequest request) {
        if (asked.tooLate() != null && asked.tooLate().getAsBoolean()) {
            request.exceptionHandler(expected -> {}).reset();
            return Future.failedFuture(new NotSent("it was too late to send it"));
        }
        Duration longest = settings.timeout();
        Promise<Response> done = Promise.promise();
        long timer = vertx.setTimer(longest.toMillis(), id -> {
            if (done.tryFail(new IOException("no whole answer within " + longest))) {
                request.reset();
            }
        });
        Future<HttpClientResponse> answered = asked.body() == null ? request.send() : request.send(asked.body());
        answered.onSuccess(response -> read(response, done)).onFailure(done::tryFail);
        return done.future().onComplete(x -> vertx.cancelTimer(timer));
    }

    /** On the connection's event loop, before anything of the body arrives. */
    private void read(HttpClientResponse response, Promise<Response> done) {
        long most = settings.maxAnswerSize().asLongValue();
        Buffer whole = Buffer.buffer();
        response.handler(chunk -> {
            if (whole.length() + chunk.length() > most) {
                done.tryFail(new IOException("the answer is larger than " + most + " bytes"));
                response.request().reset();
            } else {
                whole.appendBuffer(chunk);
            }
        });
        response.exceptionHandler(done::tryFail);
        response.endHandler(end -> done.tryComplete(new Response(response.statusCode(), response.headers(), whole)));
    }
}
