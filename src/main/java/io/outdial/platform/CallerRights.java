package io.outdial.platform;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a verified token's claims: pure, so that every combination can be tested without a server. */
final class CallerRights {

    private CallerRights() {}

    /** The tenant's slug; empty for a platform administrator's token, which names none. */
    static Optional<String> tenantSlug(JsonObject claims, SecuritySettings settings) {
        return at(claims, settings.tenantClaim())
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(slug -> !slug.isBlank());
    }

    /**
     * What the caller may do: the token's scopes, as far as one of its roles allows them. Only a token without a tenant
     * may hold {@link Scopes#PLATFORM_ADMIN}, and it needs no role for it.
     *
     * @param ofTenant whether it speaks for a tenant, by its claim or by its issuer
     */
    static Set<String> effectiveScopes(JsonObject claims, boolean ofTenant, SecuritySettings settings) {
        Set<String> scopes = new HashSet<>(words(at(claims, settings.scopeClaim())));
        if (!ofTenant) {
            scopes.retainAll(Set.of(Scopes.PLATFORM_ADMIN));
            return scopes;
        }
        Map<String, Set<String>> allowedByRole = settings.roles();
        Set<String> allowed = new HashSet<>();
        words(at(claims, settings.rolesClaim()))
                .forEach(role -> allowed.addAll(allowedByRole.getOrDefault(role, Set.of())));
        scopes.retainAll(allowed);
        scopes.remove(Scopes.PLATFORM_ADMIN);
        return scopes;
    }

    private static Optional<Object> at(JsonObject claims, String path) {
        Object value = claims;
        for (String part : path.split("/")) {
            if (!(value instanceof JsonObject object)) {
                return Optional.empty();
            }
            value = object.getValue(part);
        }
        return Optional.ofNullable(value);
    }

    private static List<String> words(Optional<Object> claim) {
        Object value = claim.orElse(null);
        if (value instanceof JsonArray array) {
            return array.stream().map(String::valueOf).toList();
        }
        return value instanceof String text ? List.of(text.trim().split("\\s+")) : List.of();
    }
}
