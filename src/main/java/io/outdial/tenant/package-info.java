/**
 * Tenants: who they are, their limits, what they use now, which identity providers they bring, and whether they may use the
 * service at all. Owns {@code tenant}, {@code tenant_capacity} and {@code tenant_due}. Promises that a tenant's row, its
 * capacity row and its due row exist together, and that a limit changed here holds from the next claim on.
 */
package io.outdial.tenant;
