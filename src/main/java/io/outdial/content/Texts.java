package io.outdial.content;

/** What texts of this room's bodies look like. */
final class Texts {

    /** PostgreSQL stores no zero character. */
    static final String STORABLE = "[^\\x00]*";

    static final String MESSAGE = "must not hold a zero character";
    static final String LANGUAGE = "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}";
    static final String LANGUAGE_MESSAGE = "must be a language tag such as ar-SA";

    private Texts() {}
}
