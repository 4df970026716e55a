/**
 * What every room stands on: transactions that carry the tenant, named SQL, problem documents, the caller's identity
 * and its permissions, and bounds on requests. Owns no table of the product; knows no feature.
 */
package io.outdial.platform;
