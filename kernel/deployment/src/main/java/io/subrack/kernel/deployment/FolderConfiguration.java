/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The configuration of the folder that deploys what is put into it. */
@ObjectClassDefinition(name = "Deploy folder", description = "Deploys the jars that are put into a folder.")
@interface FolderConfiguration {
    String PID = "io.subrack.deployment.folder";

    @AttributeDefinition(description = "Whether the folder is watched at all.")
    boolean enabled() default true;

    @AttributeDefinition(description = "The folder; made if it is missing.")
    String directory() default "${subrack.home}/deploy";

    @AttributeDefinition(
            description = "How many milliseconds a file must be left alone before it is read.",
            min = "1",
            max = "60000")
    int quiet_millis() default 20;

    @AttributeDefinition(
            description = "Which scopes that a jar asks for it is granted.",
            options = {@Option(label = "None", value = "none"), @Option(label = "All that it asks for", value = "asked")
            })
    String grants() default "none";
}
