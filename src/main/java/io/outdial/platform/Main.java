package io.outdial.platform;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;

/** Where the process begins: the service, or a {@link StandaloneCommand} when its name is the first argument. */
@QuarkusMain
public final class Main {

    private static final int USAGE = 2;

    private Main() {}

    public static void main(String... arguments) throws InterruptedException {
        if (arguments.length == 0 || arguments[0].startsWith("-")) {
            Quarkus.run(arguments);
            return;
        }
        System.exit(command(arguments[0], Arrays.asList(arguments).subList(1, arguments.length)));
    }

    private static int command(String name, List<String> arguments) throws InterruptedException {
        for (StandaloneCommand command : ServiceLoader.load(StandaloneCommand.class, Main.class.getClassLoader())) {
            if (command.name().equals(name)) {
                try {
                    return command.run(arguments);
                } catch (IllegalArgumentException mistake) {
                    System.err.println(name + ": " + mistake.getMessage());
                    return USAGE;
                }
            }
        }
        System.err.println("No command is called " + name + "; without one the service starts");
        return USAGE;
    }
}
