/**
 * The audit log read back: who did what, when and from where, and who saw personal data. Owns {@code audit_entry}, which every
 * room writes through {@code platform.AuditLog} in the transaction it tells of. Promises that an entry, once written, is
 * neither changed nor removed until its month is older than {@code outdial.audit.keep}.
 */
package io.outdial.audit;
