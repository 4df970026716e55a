/**
 * Customers: who may be called, what is known about them, and how they come in (one by one or by import) and leave
 * (export, erasure). Owns {@code customer}, {@code attribute}, {@code customer_value}, {@code customer_import} and {@code
 * customer_import_issue}; reads {@code customer_contact}. Erases {@code invalid_number}, which the dialer writes. Promises that {@code customer_value} says the same as the
 * customer's row after every transaction, that every stored phone is a valid E.164 number, and that an erased customer's
 * number stays suppressed.
 */
package io.outdial.customer;
