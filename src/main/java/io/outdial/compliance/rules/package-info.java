/**
 * When somebody may be called, by the clock on their wall. Pure: the instant, the zones and the windows come in, the
 * answer goes out. Promises to fail closed: no window, no known zone or an unknown zone name means not now.
 */
package io.outdial.compliance.rules;
