/**
 * A small contract of our own for every provider that has no adapter: signed HTTP requests out, signed messages in. Its
 * description is {@code docs/telephony-http.openapi.yaml}. Owns no table.
 */
package io.outdial.telephony.http;
