package io.outdial.dialer;

import io.outdial.campaign.RunningCampaign;
import io.outdial.kernel.AttemptId;
import java.util.Map;

/**
 * An attempt that is written and may be sent.
 *
 * @param connection the key of the connection it goes over
 * @param facts what is known of the customer, by field name, for personal variables
 */
record Claimed(AttemptId id, RunningCampaign campaign, String phone, String connection, Map<String, Object> facts) {}
