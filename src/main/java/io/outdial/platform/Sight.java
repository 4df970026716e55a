package io.outdial.platform;

/** With whose eyes personal data is looked at: whether they may see it, and the note that they did. */
public interface Sight {

    /** The service's own, when it works without being asked: it may know everything and shows it to nobody. */
    Sight OF_THE_ENGINE = new Sight() {
        @Override
        public boolean maySeePersonalData() {
            return true;
        }

        @Override
        public void notePersonalDataSeen() {
            // nobody has seen it
        }
    };

    /** Whether personal data may be shown unmasked, or learnt by asking for it. */
    boolean maySeePersonalData();

    /** The answer tells something of personal data: the audit log says so before it leaves. */
    void notePersonalDataSeen();

    /** Whether personal data is to be shown unmasked; if so, that it was is noted. */
    default boolean openPersonalData() {
        boolean may = maySeePersonalData();
        if (may) {
            notePersonalDataSeen();
        }
        return may;
    }
}
