package io.outdial.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Classes that take seconds and do without the running application. They are run one after the other beside those that share
 * it, of which there is never more than one at a time either. Not for those whose peers count a silence of seconds as an
 * answer, as SIP's do: the application may be starting beside them.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("second lane")
public @interface SecondLane {}
