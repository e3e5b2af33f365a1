/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.testing;

import io.subrack.kernel.launcher.PlatformMode;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test class against one platform, started before its first test and stopped after its last. Constructors and
 * methods get as parameters: {@link TestPlatform}, {@code BundleContext}, and the services {@code Deployments},
 * {@code Artifacts} and {@code Platform}.
 */
@Documented
@ExtendWith(SubrackExtension.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SubrackTest {
    PlatformMode mode() default PlatformMode.CONNECT;

    /** Configuration over the shipped defaults, each as {@code pid:key=value}. */
    String[] configuration() default {};

    /** Symbolic names of bundles on the test class path that the platform should not have. */
    String[] exclude() default {};

    /** Whether each test method gets a platform of its own. */
    boolean perMethod() default false;
}
