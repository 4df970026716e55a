/**
 * The web page for people: what they plan, start, watch and account for. Here is only what serves it: the page, its assets and their headers. The page
 * itself is {@code src/main/resources/web/console}; it knows the service by its public API alone, so this room imports no other
 * and owns no table.
 */
package io.outdial.console;
