package io.transship.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a key means that is not in the file, written as it would be there: {@code @Default("4s")},
 * {@code @Default("{}")}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {

    /** YAML, read like the file itself. */
    String value();
}
