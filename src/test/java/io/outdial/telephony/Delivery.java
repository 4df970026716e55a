package io.outdial.telephony;

import java.util.Map;

/** How a fake provider's messages reach the service, by the address it was given. */
public interface Delivery {

    record Reply(int status, String body) {}

    Reply deliver(String url, Map<String, String> headers, byte[] body);
}
