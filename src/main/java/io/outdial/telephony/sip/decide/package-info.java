/** A call of two legs as a state machine, bodies of sessions, digests, dialogs and timers: what SIP decides without a network. */
package io.outdial.telephony.sip.decide;
