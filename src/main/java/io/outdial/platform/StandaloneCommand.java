package io.outdial.platform;

import java.util.List;

/**
 * Something that the packaged jar does instead of serving: {@code java -jar quarkus-run.jar <name> …}. It runs without the
 * service, so neither a database nor an identity provider is needed. Found by {@link java.util.ServiceLoader}.
 */
public interface StandaloneCommand {

    /** The first word on the command line. */
    String name();

    /**
     * Does it; returns when it is done.
     *
     * @param arguments the words after the name
     * @return the exit status of the process
     * @throws IllegalArgumentException when the arguments make no sense; its message is for people
     */
    int run(List<String> arguments) throws InterruptedException;
}
