/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The configuration of all PIDs in its layers, and the only way by which it gets into ConfigurationAdmin. Owns what is on
 * disk of the admin layer; knows no schema and checks no value. Not for capability bundles. Thread-safe; changes of one
 * PID are to be made one after the other. Methods that write fail with {@link java.io.UncheckedIOException} and have
 * changed nothing then that anybody may rely on.
 */
@ProviderType
public interface ConfigurationLayers {
    /** What a PID looks like, that of a factory configuration included. */
    Pattern PID = Pattern.compile("(?=.{1,200}$)[A-Za-z0-9_$-]+(?:\\.[A-Za-z0-9_$-]+)*(?:~[A-Za-z0-9._-]+)?");

    /** What the name of a secret looks like. */
    Pattern SECRET_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");

    /** Returns the PIDs that any layer has. */
    Set<String> pids();

    /** Returns what is known of a PID; nothing in any layer if it is unknown. */
    LayeredConfiguration get(String pid);

    /** Returns the newest revision of all PIDs; 0 if nothing was ever changed. */
    long revision();

    /** Returns the revisions of a PID, the newest first. */
    List<ConfigurationRevision> history(String pid);

    /** Returns the revisions of all PIDs that are newer than {@code after} and no newer than {@code upTo}, oldest first. */
    List<ConfigurationRevision> between(long after, long upTo);

    /**
     * Writes a revision; it is on disk on return. ConfigurationAdmin does not have it before {@link #apply}, or before the
     * next start.
     *
     * @throws IllegalArgumentException if the PID is none
     */
    ConfigurationRevision write(ConfigurationChange change);

    /** Gives ConfigurationAdmin what counts now; does nothing if it has that already. */
    void apply(String pid);

    /** Says whether ConfigurationAdmin has what counts now. */
    boolean applied(String pid);

    /** Says of the references in a text which cannot be resolved right now, and why, as sentences; mostly empty. */
    List<String> unresolved(String text);

    /** Returns the names of the secrets that an admin has set. */
    Set<String> secrets();

    /**
     * Sets a secret; it is on disk on return, and counts for what is applied from then on.
     *
     * @throws IllegalArgumentException if the name is none
     */
    void putSecret(String name, String text);

    /** Deletes a secret. @return whether there was one */
    boolean deleteSecret(String name);

    /** Gives ConfigurationAdmin a PID anew whose values are the same but refer to something that has changed. */
    void renew(String pid);
}
