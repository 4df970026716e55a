package io.outdial.platform;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;

/** Answers a request with a list as a file, within what its tenant may export at once and a second. */
@ApplicationScoped
public class Exports {

    private final Transfers transfers;
    private final Transfers.Settings settings;
    private final ObjectMapper json;
    private final RoutingContext request;
    private final Places<TenantId> underWay = new Places<>();

    Exports(Transfers transfers, Transfers.Settings settings, ObjectMapper json, RoutingContext request) {
        this.transfers = transfers;
        this.settings = settings;
        this.json = json;
        this.request = request;
    }

    /**
     * For operations that run on a worker thread, which writes the file.
     *
     * @param name of the file without its extension; a fixed word, never a tenant's
     * @param pages the page that begins at a cursor, {@link PagedFile#PAGE} items long; null at first
     * @throws Problem 429 when the tenant has as many exports under way as it may
     */
    public <T> Response answer(
            TenantId tenant, FileFormat form, String name, PagedFile<T> file, Function<String, Uni<Page<T>>> pages) {
        if (!underWay.take(tenant, settings.maxExports())) {
            throw new Problem(
                    ProblemType.TOO_MANY_REQUESTS,
                    "Your tenant has " + settings.maxExports() + " exports under way, which is the most.");
        }
        request.addEndHandler(ended -> underWay.leave(tenant));
        return form.attachment(name, out -> file.write(form, json, pages, transfers.download(tenant, out)));
    }
}
