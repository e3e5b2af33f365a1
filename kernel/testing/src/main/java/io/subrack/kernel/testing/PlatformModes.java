/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.testing;

import io.subrack.kernel.launcher.PlatformMode;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * A test whose only parameter is the {@link PlatformMode}: Connect, as a platform is shipped, and with
 * {@code -Dsubrack.test.modes=all} classic too, where each start loads all of the platform's classes anew.
 */
@Documented
@ParameterizedTest
@ArgumentsSource(PlatformModes.Source.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface PlatformModes {
    /** Gives the modes that the run asks for. */
    final class Source implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            String asked = System.getProperty("subrack.test.modes", "");
            return switch (asked) {
                case "" -> Stream.of(Arguments.of(PlatformMode.CONNECT));
                case "all" -> Stream.of(PlatformMode.values()).map(Arguments::of);
                default ->
                    throw new IllegalArgumentException("subrack.test.modes must be all, or not be set, not " + asked);
            };
        }
    }
}
