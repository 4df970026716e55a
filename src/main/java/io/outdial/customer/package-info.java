/**
 * Customers: who may be called, what is known about them, and how they come in (one by one or by import) and leave
 * (export, erasure). Owns {@code customer}, {@code attribute}, the values by type {@code customer_value_text}, {@code
 * customer_value_number}, {@code customer_value_bool}, {@code customer_value_date}, {@code customer_value_time} and {@code
 * customer_value_long}, {@code customer_import}, {@code customer_import_issue}, and of who was erased {@code erased_number} and
 * {@code number_key}. Reads contacts and invalid numbers, which the dialer writes, and erases them with their customer. Promises
 * that the values say the same as the customer's row after every transaction, that every stored phone is a valid E.164 number, and that an erased customer's
 * number stays suppressed.
 */
package io.outdial.customer;
