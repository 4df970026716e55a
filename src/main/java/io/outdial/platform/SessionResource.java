package io.outdial.platform;

import io.outdial.kernel.TenantId;
import io.quarkus.oidc.OidcSession;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** The session of a browser: how it begins, what it is, how it ends. */
@Path("/")
@Authenticated
@Tag(name = "Session")
public class SessionResource {

    private final SecurityIdentity identity;
    private final OidcSession session;

    SessionResource(SecurityIdentity identity, OidcSession session) {
        this.identity = identity;
        this.session = session;
    }

    /**
     * Whoever comes here without a session is sent to the identity provider first.
     *
     * @param to path of this origin to go on to; anything else is ignored
     */
    @GET
    @Path("login")
    @Operation(
            summary = "Begin a browser's session by the authorization code flow, then go on to a page of this service")
    public Response login(@RestQuery Optional<String> to) {
        return Response.seeOther(URI.create(to.filter(SessionResource::isOurs).orElse("/")))
                .header("Cache-Control", "no-store")
                .build();
    }

    /** Not {@code //host} nor {@code /\host}, which browsers take for another origin. */
    static boolean isOurs(String path) {
        return path.matches("/(?:[A-Za-z0-9_.~!$&'()*+,;=:@%-][A-Za-z0-9_.~!$&'()*+,;=:@%/?#-]*)?")
                && isReference(path);
    }

    private static boolean isReference(String path) {
        try {
            new URI(path);
            return true;
        } catch (URISyntaxException e) {
            return false; // such as a percent sign with nothing behind it
        }
    }

    @GET
    @Path("session")
    @Operation(summary = "Who the caller is and what they may do")
    public Session read() {
        TenantId tenant = Caller.tenantOf(identity);
        return new Session(
                identity.getPrincipal().getName(),
                Caller.subjectOf(identity),
                tenant == null ? null : tenant.toString(),
                identity.getRoles().stream().sorted().toList());
    }

    @DELETE
    @Path("session")
    @Operation(summary = "End the browser's session with this service; the identity provider's own goes on")
    public Uni<Void> end() {
        return session.logout();
    }

    /**
     * @param name what the caller is called: {@code upn}, {@code preferred_username}, or else the subject
     * @param subject who the caller is, as records of who did what have it
     * @param tenantId null for a platform administrator
     * @param scopes what the caller may do in fact
     */
    public record Session(String name, String subject, String tenantId, List<String> scopes) {}
}
