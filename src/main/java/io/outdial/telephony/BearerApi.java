package io.outdial.telephony;

import io.outdial.kernel.TenantId;
import io.outdial.platform.OutboundHttp.Request;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A provider's JSON API that is opened by a key (RFC 6750). */
public final class BearerApi {

    private static final String JSON = "application/json";

    private final ProviderDesk desk;
    private final TenantId tenant;
    private final URI base;
    private final Map<String, String> headers;

    /**
     * @param tenant whose connection it is
     * @param base without a slash at its end
     */
    public BearerApi(ProviderDesk desk, TenantId tenant, URI base, String key) {
        this.desk = desk;
        this.tenant = tenant;
        this.base = base;
        headers = Map.of("Authorization", "Bearer " + key, "Accept", JSON);
    }

    public Uni<ProviderAnswer> get(String path) {
        return desk.ask(new Request(tenant, HttpMethod.GET, URI.create(base + path), headers, null, null));
    }

    /** The objects of an answer that is a list; empty when it is none. */
    public Uni<Optional<List<JsonObject>>> list(String path) {
        return desk.http()
                .send(new Request(tenant, HttpMethod.GET, URI.create(base + path), headers, null, null))
                .map(response -> response.status() / 100 == 2 ? objects(response.body()) : Optional.empty());
    }

    private static Optional<List<JsonObject>> objects(Buffer body) {
        try {
            return Optional.of(body.toJsonArray().stream()
                    .filter(JsonObject.class::isInstance)
                    .map(JsonObject.class::cast)
                    .toList());
        } catch (DecodeException | ClassCastException e) {
            return Optional.empty();
        }
    }

    public Uni<ProviderAnswer> post(String path, JsonObject body) {
        return post(path, body, null);
    }

    /** @param tooLate whether nothing may be sent any more; null for never */
    public Uni<ProviderAnswer> post(String path, JsonObject body, BooleanSupplier tooLate) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", JSON);
        return desk.ask(new Request(tenant, HttpMethod.POST, URI.create(base + path), all, body.toBuffer(), tooLate));
    }

    /** To an address that the provider gave for one call; the key stays here. */
    public Uni<ProviderAnswer> postTo(URI address, JsonObject body) {
        return desk.ask(
                new Request(tenant, HttpMethod.POST, address, Map.of("Content-Type", JSON), body.toBuffer(), null));
    }
}
