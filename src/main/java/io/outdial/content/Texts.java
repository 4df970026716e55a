package io.outdial.content;

/** What texts of this room's bodies look like. */
final class Texts {

    static final String LANGUAGE = "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}";
    static final String LANGUAGE_MESSAGE = "must be a language tag such as ar-SA";

    private Texts() {}
}
