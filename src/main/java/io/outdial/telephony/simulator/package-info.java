/**
 * A telephone network that is made up: the adapter for development, tests and demonstrations. What happens to a call is
 * a pure function ({@code CallPlan}) of the seed, the number and how often it was called. Owns no table; its calls die
 * with the process, so its look-up is no authority.
 */
package io.outdial.telephony.simulator;
