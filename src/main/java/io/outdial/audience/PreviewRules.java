package io.outdial.audience;

import io.outdial.compliance.CallingPolicy;
import io.outdial.compliance.RegulatoryPacks;
import io.outdial.compliance.rules.CallRules;
import io.outdial.compliance.rules.CallingHours;
import io.outdial.platform.Problem;
import java.util.List;

/**
 * The settings of a campaign that decide whom it may call; the tenant's rules and its pack hold beside them.
 *
 * @param objective what the campaign is for, which a consent may be limited to; null when it is not known yet: only consents to
 *     everything count
 * @param regulation the regulatory pack; null for the one that holds unless a campaign names another
 * @param requireConsent whether a consent must be on record even where nobody else asks for one
 * @param doNotCallLists names of further do-not-call lists; null and empty mean none
 */
record PreviewRules(String objective, String regulation, boolean requireConsent, List<String> doNotCallLists) {

    /**
     * What decides whether such a campaign may call somebody, the hours left aside.
     *
     * @throws Problem of type VALIDATION_FAILED when there is no such pack
     */
    CallRules under(CallingPolicy policy) {
        if (regulation != null && RegulatoryPacks.named(regulation).isEmpty()) {
            throw Problem.invalid(
                    "/regulation",
                    "unknown_regulation",
                    "There is no regulatory pack " + regulation + "; there are " + RegulatoryPacks.names() + ".");
        }
        return policy.rulesFor(new CallingPolicy.OfCampaign(
                regulation, CallingHours.ALWAYS, doNotCallLists, requireConsent, objective, null));
    }
}
