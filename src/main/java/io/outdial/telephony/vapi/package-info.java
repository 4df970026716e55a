/**
 * Vapi, a platform of voice agents: a call is created with an assistant and reported on by server messages. Source: its API
 * reference (docs.vapi.ai) and the types of its published SDKs.
 */
package io.outdial.telephony.vapi;
