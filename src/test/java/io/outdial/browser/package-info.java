/**
 * The console in a real browser, against the packaged service with a real PostgreSQL and a login: what people see and do, and
 * nothing that the API shows as well. Run by {@code ./mvnw -Pe2e verify}. One service, one database and one browser serve all
 * classes; each test has a browser context of its own, and each class its own tenants.
 */
package io.outdial.browser;
