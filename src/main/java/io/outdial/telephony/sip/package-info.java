/**
 * Calls over a SIP trunk to any voice agent with a SIP address, by third party call control (RFC 3725): this service signals to
 * both and never touches media. JAIN-SIP is the parser, the transactions and the transports; dialogs, digests and the call
 * itself are ours, decided in {@code decide}. Owns the table {@code sip_dialog}: what it takes to end a call whose process is
 * gone.
 */
package io.outdial.telephony.sip;
