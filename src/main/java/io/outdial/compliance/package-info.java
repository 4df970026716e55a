/**
 * Who must not be called and when nobody may be. Owns {@code do_not_call}, {@code do_not_call_list}, {@code
 * platform_do_not_call}, {@code calling_policy} and {@code consent}; the rules are in {@code rules}, countries' holidays,
 * weekends and regulatory packs in {@code compliance} among the resources. Promises that an entry holds
 * from the commit on: the dialer reads the lists at each claim, so nothing is woken or recomputed here.
 */
package io.outdial.compliance;
