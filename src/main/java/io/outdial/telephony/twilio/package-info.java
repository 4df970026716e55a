/**
 * The Twilio-compatible Calls API (version 2010-04-01), of Twilio and of vendors that speak it, by base URL. Owns no table.
 * Promises that a call is created at most once: the API recognises no repeated request, so an answer that was lost is
 * reconciled and never asked for again.
 */
package io.outdial.telephony.twilio;
