/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.greeter;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * What an admin can set. The build makes metatype of it, from which the platform knows names, kinds, limits and defaults: it
 * checks values before the component sees them, and shows a form.
 */
@ObjectClassDefinition(name = "Greeter", description = "How the greeter greets.")
public @interface GreeterConfig {
    /** Where the values are kept; a name of our own, so that a class can be renamed. */
    String PID = "io.subrack.examples.greeter";

    @AttributeDefinition(
            name = "Greeting",
            description = "What stands before the name of an English caller.",
            min = "1",
            max = "40")
    String greeting() default "Good day";
}
