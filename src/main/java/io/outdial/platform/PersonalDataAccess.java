package io.outdial.platform;

import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Notes in the audit log that somebody is shown personal data unmasked, before the answer leaves: without the note there is
 * no answer. Whatever an operation opens by {@link Sight#openPersonalData()} is noted, so that none can forget it.
 */
@ApplicationScoped
public class PersonalDataAccess {

    private static final String ACTION = "personal_data.read";

    private final Caller caller;
    private final TenantDb db;
    private final Clock clock;

    PersonalDataAccess(Caller caller, TenantDb db, Clock clock) {
        this.caller = caller;
        this.db = db;
        this.clock = clock;
    }

    @ServerResponseFilter
    public Uni<Void> note(ContainerResponseContext answer, UriInfo uri) {
        return answer.getStatus() < 400 && caller.sawPersonalData()
                ? note(uri)
                : Uni.createFrom().voidItem();
    }

    /** For an answer that no filter sees, such as a stream of events: to be called before it begins. */
    public Uni<Void> noteStream(UriInfo uri) {
        return caller.maySeePersonalData() ? note(uri) : Uni.createFrom().voidItem();
    }

    private Uni<Void> note(UriInfo uri) {
        TenantId tenant = caller.tenant();
        Map<String, List<String>> parameters = uri.getPathParameters();
        AuditEntry entry = AuditEntry.of(ACTION, id(parameters)).with("path", template(uri.getPath(), parameters));
        Instant now = Instant.now(clock);
        return db.inTenant(tenant, c -> AuditLog.add(c, tenant, entry, now));
    }

    /** A parameter that is an id says whose data it was; another may be a number, which the log does not repeat. */
    private static String id(Map<String, List<String>> parameters) {
        String value =
                parameters.getOrDefault("id", List.of()).stream().findFirst().orElse(null);
        try {
            return value == null ? null : UUID.fromString(value).toString();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String template(String path, Map<String, List<String>> parameters) {
        String template = path;
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            for (String value : parameter.getValue()) {
                template = template.replace(value, "{" + parameter.getKey() + "}");
            }
        }
        return template.startsWith("/") ? template : "/" + template;
    }
}
