package io.outdial.telephony;

import java.util.stream.Stream;

/** The calls that live in this process, whichever adapter made them; those that are over may be among them. */
@FunctionalInterface
public interface LocalCalls {

    Stream<LocalCall> all();
}
