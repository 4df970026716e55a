/** The dialer's decisions: functions of their arguments and {@code now}, without IO. */
package io.outdial.dialer.decide;
