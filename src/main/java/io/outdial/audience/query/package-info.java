/**
 * The audience query language, pure: JSON in MongoDB's query language is parsed to a tree ({@link
 * io.outdial.audience.query.Node}) against the tenant's field types, checked for logic that nobody can satisfy, printed in
 * a normal form and compiled to parameterised SQL. Promises that a user's text is only ever a bind parameter and that a
 * refusal names the place by JSON pointer. Imports no Mutiny, Vert.x or Jakarta.
 */
package io.outdial.audience.query;
