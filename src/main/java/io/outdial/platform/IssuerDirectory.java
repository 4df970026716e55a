package io.outdial.platform;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Knows the identity providers that tenants brought. */
public interface IssuerDirectory {

    /** All that share this issuer, each with an audience of its own; none when no usable tenant brought it. */
    Uni<List<TrustedIssuer>> of(String issuer);
}
