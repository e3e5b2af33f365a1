/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Something that an admin does once with a new installation: add a user, make a backup. Registered as an OSGi service by
 * the part of the platform that knows whether it is done; the overview of the management API lists all.
 */
@ConsumerType
public interface FirstStep {
    /** Returns a stable id, as {@code add-user}. */
    String id();

    /** Returns what to do, in a few words: {@code Add a user}. */
    String label();

    /** Returns the page of the console where it is done, as {@code /console/users}. */
    String href();

    /** Returns where it stands in the list: lower places come first. */
    int place();

    /** Says whether it is done. Called for each look at the overview: answer at once, from memory if you can. */
    boolean done();
}
