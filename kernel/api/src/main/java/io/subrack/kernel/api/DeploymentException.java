/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import org.jspecify.annotations.Nullable;

/** Thrown by {@link Deployments} and {@link Artifacts}; {@link #type()} is a {@link DeploymentProblem}. */
public final class DeploymentException extends ProblemException {
    private static final long serialVersionUID = 1L;

    private final DeploymentProblem problem;

    public DeploymentException(DeploymentProblem problem, String detail, @Nullable Throwable cause) {
        super(problem, detail, cause);
        this.problem = problem;
    }

    public DeploymentException(DeploymentProblem problem, String detail) {
        this(problem, detail, null);
    }

    public DeploymentProblem problem() {
        return problem;
    }
}
