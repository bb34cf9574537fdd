package io.transship.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The values that a key may have, bounds included, each written as in the file: {@code @Within(min
 * = "10ms", max = "1h")}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Within {

    /** The least value. */
    String min();

    /** The greatest value; empty: none. */
    String max() default "";
}
