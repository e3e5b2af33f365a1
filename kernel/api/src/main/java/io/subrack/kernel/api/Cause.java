/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

/**
 * What is wrong where a failure begins, so that a program can offer the remedy that the sentence tells to people.
 *
 * @param kind the class of cause
 * @param bundle symbolic name of the bundle that lacks something, or fails
 * @param subject what it is about: a service interface, a PID, a component, or the name in the namespace, as a package's;
 *     empty if there is none
 * @param namespace of the requirement that nobody satisfies; empty for other causes
 * @param filter what was asked of it: the target of a reference, or the filter of a requirement; empty if nothing was
 * @param sentence cause first, then what follows from it, then the remedy
 */
public record Cause(Kind kind, String bundle, String subject, String namespace, String filter, String sentence) {
    /** The classes of cause. */
    public enum Kind {
        /** Nobody provides a service. */
        SERVICE_MISSING,
        /** A service is there, but not so that it can be bound. */
        SERVICE_UNFIT,
        /** A component requires configuration that is not there. */
        CONFIGURATION_MISSING,
        /** A component failed to activate. */
        ACTIVATION_FAILED,
        /** Nobody satisfies a requirement of a manifest. */
        REQUIREMENT_UNSATISFIED,
        /** The bundle could not be installed or started, or it stopped. */
        NOT_RUNNING
    }
}
