package io.outdial.compliance;

import io.outdial.compliance.rules.Pack;
import io.outdial.kernel.Page;
import io.outdial.platform.Scopes;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The regulatory packs there are. */
@Path("/api/v1/regulations")
@Tag(name = "Compliance")
public class RegulationsResource {

    @GET
    @NonBlocking
    @RolesAllowed(Scopes.CAMPAIGNS_READ)
    @Operation(summary = "List the regulatory packs, each rule with where it comes from")
    public Page<Regulation> list() {
        return all();
    }

    static Page<Regulation> all() {
        return new Page<>(RegulatoryPacks.all().stream().map(Regulation::of).toList(), null);
    }

    /**
     * A pack as the API shows it.
     *
     * @param country whose tenants it holds for unless they choose another; null for none
     * @param version the day its file was last changed
     */
    public record Regulation(
            String name, LocalDate version, String title, String country, String note, List<Rule> rules) {

        static Regulation of(Pack pack) {
            return new Regulation(
                    pack.code(),
                    pack.version(),
                    pack.title(),
                    pack.country(),
                    pack.note(),
                    pack.rules().stream().map(Rule::of).toList());
        }
    }

    /** A rule, its source and since when it holds. */
    @Schema(name = "RegulationRule")
    public record Rule(String rule, String source, String url, LocalDate effective) {

        static Rule of(Pack.Rule rule) {
            return new Rule(
                    rule.summary(),
                    rule.citation().source(),
                    rule.citation().url(),
                    rule.citation().effective());
        }
    }
}
