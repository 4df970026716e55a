package io.outdial.telephony;

import io.outdial.platform.Problem.FieldError;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A kind of provider: makes gateways of connections, and takes what the provider reports. Found by being a bean. Everything a
 * provider needs to know of another is here; nothing outside its folder knows its name.
 */
public interface TelephonyAdapter {

    /** Its name in the API, in addresses of callbacks, in metrics: lower case, such as {@code twilio}. */
    String kind();

    /**
     * What is wrong with a connection's settings and credentials, with pointers below {@code /settings} and
     * {@code /credentials}; empty when a gateway can be made of them. Connects to nothing.
     */
    List<FieldError> check(JsonObject settings, Credentials credentials);

    /**
     * The settings that name an address, each with the credentials that go there or are shown there to be known: who changes the
     * one has to know the others, because whoever is at the new address gets them.
     */
    Map<String, Set<String>> shownAt();

    /** What calls over a connection with these settings can do. */
    Capabilities capabilities(JsonObject settings);

    /** A gateway for the connection, which {@link #check} found good. Connects to nothing yet. */
    TelephonyGateway open(TelephonyConnection connection, Credentials credentials);

    /** Takes a message of the provider. It must refuse what it cannot prove to be the provider's. */
    Uni<CallbackAnswer> receive(Callback callback);

    /** The largest message that {@link #receive} is given; a larger one is refused. */
    default int maxMessageBytes() {
        return 256 * 1024;
    }

    /** Calls over this adapter's connections that live in this process; those that are over may be among them. */
    default Stream<LocalCall> localCalls() {
        return Stream.empty();
    }

    /** Why this adapter's connections cannot work in this installation, a sentence for people; null when they can. */
    default String unusable() {
        return null;
    }
}
