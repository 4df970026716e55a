package io.outdial.telephony;

/** What a provider knows of an attempt. */
public sealed interface LookUp {

    /** No such call. Proves that none was made only if the adapter's look-up is authoritative. */
    record Absent() implements LookUp {}

    /** The call was made and is not over. */
    record Live(String providerCallId) implements LookUp {}

    /** The call was made and is over. */
    record Over(CallEvent.Ended end) implements LookUp {}

    /** The provider could not be asked, or could not tell. */
    record Unsure() implements LookUp {}
}
