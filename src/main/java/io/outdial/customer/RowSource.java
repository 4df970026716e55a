package io.outdial.customer;

import java.io.IOException;

/** The rows of a file, one after the other; holds no more than one of them. */
interface RowSource {

    /** The next row; null at the end. */
    ImportedRow next() throws IOException;

    /** Whether a text may be a number or a boolean, because the form of the file knows nothing but texts. */
    boolean textsOnly();
}
