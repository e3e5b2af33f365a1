/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The keys. */
@ObjectClassDefinition(name = "Maintenance")
@interface MaintenanceConfig {
    /** The PID. */
    String PID = "io.subrack.maintenance";

    /** Longest time between two backups. */
    int MOST_HOURS = 8_760;

    /** Most backups that are kept. */
    int MOST_KEPT = 100;

    @AttributeDefinition(
            name = "How many backups are kept; the oldest go when a new one is there",
            min = "1",
            max = "" + MOST_KEPT)
    int backups_keep() default 5;

    @AttributeDefinition(
            name = "Hours between backups that the platform makes of its own accord; 0 for none",
            min = "0",
            max = "" + MOST_HOURS)
    int backups_schedule_hours() default 0;
}
