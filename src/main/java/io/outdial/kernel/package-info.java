/**
 * Words every room shares: typed ids, phone numbers, money, pages, and the two vocabularies of a call's end
 * ({@link io.outdial.kernel.Outcome}, {@link io.outdial.kernel.Disposition}). Owns no table; imports nothing but the JDK.
 */
package io.outdial.kernel;
