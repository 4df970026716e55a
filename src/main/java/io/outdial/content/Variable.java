package io.outdial.content;

/** Where a variable of a template comes from, and what stands in for a missing value. */
public record Variable(String from, String fallback) {}
