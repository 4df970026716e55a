package io.outdial.telephony;

import io.outdial.kernel.AttemptId;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * A provider's message as it arrived, not yet proven to be the provider's.
 *
 * @param topic what comes after the connection in the path, such as {@code status}
 * @param url the address the provider was given, made of the configured public address and the raw path and query
 * @param attempt the attempt that the address names; null when it names none
 * @param body the raw bytes
 */
public record Callback(
        TelephonyConnection connection,
        Credentials credentials,
        String topic,
        String url,
        AttemptId attempt,
        MultiMap headers,
        Buffer body) {

    /** The same about an attempt that the message names. */
    public Callback of(AttemptId named) {
        return new Callback(connection, credentials, topic, url, named, headers, body);
    }
}
