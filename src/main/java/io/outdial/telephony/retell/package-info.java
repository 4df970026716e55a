/**
 * Retell AI, a platform of voice agents: a call is created with an agent and reported on by webhooks. Source: its API reference
 * (docs.retellai.com) and the types of its published SDKs.
 */
package io.outdial.telephony.retell;
