/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.api;

import io.subrack.kernel.api.Author;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The configuration of all bundles, in three layers: what the bundle says is weaker than what the configuration files say,
 * and that is weaker than what an admin has set here. Only the admin layer is changed; each change is checked, numbered, on
 * disk and in the audit log when a method returns. Thread-safe. Fails with {@link ConfigurationException}.
 */
@ProviderType
public interface Configurations {
    /**
     * Returns all that is known, sorted by PID.
     *
     * @param locale in which names and descriptions are wanted, as {@code de}; empty for the bundle's own
     */
    List<Configuration> list(String locale);

    /** Returns one configuration, or empty if no layer has it and no bundle reads it. */
    Optional<Configuration> get(String pid, String locale);

    /** Says what a change would do; who asks and why does not matter. */
    Validation validate(ChangeRequest change);

    /**
     * Makes a change. One that changes nothing makes no revision.
     *
     * @throws ConfigurationException {@link ConfigurationProblem#INVALID} with all faults, or
     *     {@link ConfigurationProblem#CHANGED_MEANWHILE}
     */
    Configuration change(ChangeRequest change);

    /** Takes the admin layer away: what the files say counts again. */
    Configuration drop(ChangeRequest change);

    /**
     * Adds a configuration of a factory.
     *
     * @param name 1 to 64 letters, digits, '.', '_' and '-'
     * @throws ConfigurationException {@link ConfigurationProblem#EXISTS}, or {@link ConfigurationProblem#INVALID}
     */
    Configuration create(String factoryPid, String name, Map<String, Object> values, Author by, String reason);

    /** Returns the changes of a PID, the newest first. */
    List<Revision> history(String pid);

    /** Returns the changes of all PIDs after one revision and up to another, the oldest first. */
    List<Revision> between(long after, long upTo);

    /**
     * Makes the admin layer what it was after a revision.
     *
     * @param change says of what PID, by whom and why; its values do not matter
     */
    Configuration revert(long revision, ChangeRequest change);

    /** Returns the names of the secrets that {@code $[secret:name]} can refer to, and the PIDs that do. */
    Map<String, Set<String>> secrets();

    /** Sets a secret, and gives it to the components whose configuration refers to it. */
    void putSecret(String name, String text, Author by);

    /** Deletes a secret that nothing refers to. */
    void deleteSecret(String name, Author by);
}
