package io.outdial.compliance;

import io.outdial.compliance.rules.CallRules;
import io.outdial.compliance.rules.CallRules.Cap;
import io.outdial.compliance.rules.CallRules.Hours;
import io.outdial.compliance.rules.CallRules.Registry;
import io.outdial.compliance.rules.CallingHours;
import io.outdial.compliance.rules.ConsentStandard;
import io.outdial.compliance.rules.Pack;
import io.outdial.compliance.rules.Reason;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What holds for all campaigns of a tenant.
 *
 * @param country the tenant's
 * @param regulation the pack of campaigns that name none; null for the country's
 * @param allowed packs the platform lets the tenant use; null for all
 * @param registries the days that lists are of, by list
 */
public record CallingPolicy(
        String country, String regulation, List<String> allowed, TenantRules rules, Map<String, LocalDate> registries) {

    /** What a campaign adds. */
    public record OfCampaign(
            String regulation,
            CallingHours hours,
            Collection<String> lists,
            boolean requireConsent,
            String purpose,
            Integer callsPerDay) {}

    /** The pack that holds for a campaign that names this one, or null for none. */
    public String regulationFor(String named) {
        if (named != null) {
            return named;
        }
        return regulation == null ? RegulatoryPacks.ofCountry(country) : regulation;
    }

    public boolean allows(String code) {
        return RegulatoryPacks.named(code).isPresent() && (allowed == null || allowed.contains(code));
    }

    /** Everything that decides when the campaign may call somebody; a pack that there is not is one that is not allowed. */
    public CallRules rulesFor(OfCampaign campaign) {
        String code = regulationFor(campaign.regulation());
        Pack pack = RegulatoryPacks.named(code)
                .orElseGet(() -> RegulatoryPacks.named(RegulatoryPacks.NONE).orElseThrow());
        Set<String> lists = new HashSet<>(campaign.lists() == null ? List.of() : campaign.lists());
        List<Registry> dated = new ArrayList<>();
        for (Pack.Registry registry : pack.of(Pack.Registry.class)) {
            lists.add(registry.list());
            dated.add(new Registry(code, registry.list(), registry.maxAgeDays(), registries.get(registry.list())));
        }
        List<Cap> caps = new ArrayList<>();
        pack.of(Pack.Frequency.class).forEach(cap -> caps.add(new Cap(code, cap.calls(), cap.period())));
        caps.addAll(rules.caps());
        return new CallRules(
                code,
                allows(code),
                campaign.purpose(),
                lists,
                consent(pack, campaign),
                dated,
                caps,
                hours(code, pack, campaign.hours()),
                campaign.callsPerDay());
    }

    /** A pack says what a consent must rest on; who asks for one of the tenant or the campaign asks for any. */
    private ConsentStandard consent(Pack pack, OfCampaign campaign) {
        ConsentStandard ofPack = pack.consentFor(campaign.purpose());
        boolean asked = campaign.requireConsent() || rules.needsConsent();
        return ofPack == null && asked ? ConsentStandard.ANY : ofPack;
    }

    private List<Hours> hours(String code, Pack pack, CallingHours ofCampaign) {
        List<Hours> hours = new ArrayList<>();
        for (Pack.Window window : pack.of(Pack.Window.class)) {
            hours.add(
                    new Hours(code, Reason.REGULATORY_WINDOW, new CallingHours(window.windows(), List.of(), Set.of())));
        }
        CallingHours ofTenant = rules.hours();
        if (ofTenant != null) {
            hours.add(new Hours("tenant", Reason.TENANT_WINDOW, ofTenant));
        }
        hours.add(new Hours("campaign", Reason.CALLING_WINDOW, ofCampaign));
        return hours;
    }
}
