/**
 * A telephone network that is made up: the adapter for development, tests and demonstrations. What happens to a call is
 * a pure function ({@code CallPlan}) of the seed, the number and how often it was called. Owns no table. Inside a replica its
 * calls die with it, so its look-up is no authority; as a process of its own ({@code SimulatorCommand}) it serves any number of
 * replicas over HTTP ({@code SimulatorServer}, {@code RemoteSimulator}), knows of every call since it started, and keeps
 * events until a replica has written them ({@code EventFeed}).
 */
package io.outdial.telephony.simulator;
