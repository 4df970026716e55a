package io.outdial.platform;

/** An answer with a secret that is shown once: what is kept of it, for requests that are repeated, has none. */
public interface OnceShown {

    /** The same answer without the secret. */
    Object withoutSecret();
}
