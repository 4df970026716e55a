package io.outdial.customer;

/**
 * What an import found in one attribute: {@code type} in {@code fits} values, something else in {@code misfits}.
 *
 * @param type text, number, boolean, date or timestamp
 * @param fits values that are of the type
 * @param misfits values that are not; they are kept, and searchable, as text
 * @param inferred whether this import gave the attribute its type; false when it had one
 */
public record ImportedAttribute(String name, String type, long fits, long misfits, boolean inferred) {}
