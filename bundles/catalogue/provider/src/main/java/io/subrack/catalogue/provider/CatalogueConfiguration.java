/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The configuration of the catalogue. */
@ObjectClassDefinition(name = "Catalogue", description = "Where bundles come from, and which may come in.")
@interface CatalogueConfiguration {
    String PID = "io.subrack.catalogue";

    @AttributeDefinition(
            description = "What is said of bundles that nobody who is trusted has signed. Who is trusted stands in"
                    + " trusted-signers.pem.",
            options = {
                @Option(label = "Nothing", value = "off"),
                @Option(label = "A warning in the plan", value = "warn"),
                @Option(label = "They are refused", value = "require")
            })
    String signature_policy() default "off";

    @AttributeDefinition(
            description = "Hosts that bundles may be installed from by address, separated by commas; empty for none.")
    String install_from_url_hosts() default "";

    @AttributeDefinition(description = "Whether these hosts may have private and loopback addresses.")
    boolean install_from_url_private() default false;

    @AttributeDefinition(description = "Whether repositories may be read over plain HTTP from other machines.")
    boolean http_allowed() default false;

    @AttributeDefinition(description = "Whether a jar of a Maven repository must have a checksum beside it.")
    boolean checksum_required() default true;

    @AttributeDefinition(
            description = "Directories outside of the installation that repositories of kind folder may lie in,"
                    + " separated by commas; empty for none.")
    String folders() default "";

    @AttributeDefinition(description = "Size limit of a downloaded jar, in MiB.", min = "1", max = "2048")
    int artifact_max_mebibytes() default 256;

    @AttributeDefinition(description = "Size limit of an unpacked repository index, in MiB.", min = "1", max = "1024")
    int index_max_mebibytes() default 128;

    @AttributeDefinition(
            description = "How many seconds one look into the repositories may take.",
            min = "1",
            max = "300")
    int lookup_deadline_seconds() default 20;

    @AttributeDefinition(
            description = "How many seconds downloading bundles with all that they need may take.",
            min = "1",
            max = "600")
    int resolution_deadline_seconds() default 100;

    @AttributeDefinition(description = "How many bundles one call may bring in.", min = "1", max = "1000")
    int resolution_bundles_max() default 40;

    @AttributeDefinition(
            description = "After how many hours the repositories are asked for updates again.",
            min = "1",
            max = "8760")
    int updates_hours() default 12;
}
