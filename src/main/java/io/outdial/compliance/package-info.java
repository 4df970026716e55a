/**
 * Who must not be called and when nobody may be. Owns {@code do_not_call} and {@code platform_do_not_call}; the rules are
 * in {@code rules}, countries' holidays in {@code compliance/holidays} among the resources. Promises that an entry holds
 * from the commit on: the dialer reads the lists at each claim, so nothing is woken or recomputed here.
 */
package io.outdial.compliance;
