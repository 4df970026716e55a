package io.outdial.customer;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * One thing an import refused or warns about.
 *
 * @param error true: the row was rejected; false: it was taken
 * @param line of the file, from 1, where the row begins
 * @param column the header's or field's name; null when the whole row is meant
 * @param code a stable word for programs
 * @param detail a sentence for people; holds no personal data
 */
public record ImportIssue(@JsonIgnore boolean error, long line, String column, String code, String detail) {}
