package io.outdial.telephony;

/** What adapters of providers with an HTTP API have in common. */
public abstract class ProviderAdapter implements TelephonyAdapter {

    protected final ProviderDesk desk;
    private final String kind;

    protected ProviderAdapter(String kind, ProviderDesk desk) {
        this.kind = kind;
        this.desk = desk;
    }

    @Override
    public final String kind() {
        return kind;
    }

    @Override
    public final String unusable() {
        return desk.unusable();
    }
}
