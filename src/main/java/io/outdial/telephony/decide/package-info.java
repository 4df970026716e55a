/** What adapters share and decide without asking anybody: outcomes of SIP and Q.850, and what reports of a call add up to. */
package io.outdial.telephony.decide;
