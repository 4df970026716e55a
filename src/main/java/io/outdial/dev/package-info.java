/**
 * What dev mode and the tests need beside the service: a real PostgreSQL, a local identity provider, a demo. Nothing
 * here is switched on in production, and its database binaries are not in the production package.
 */
package io.outdial.dev;
