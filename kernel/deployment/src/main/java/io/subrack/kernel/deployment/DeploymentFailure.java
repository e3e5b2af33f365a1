/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Deployment.Failure;
import io.subrack.kernel.api.DeploymentProblem;
import org.jspecify.annotations.Nullable;

/** Ends a running deployment; everything it did is undone. */
final class DeploymentFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final DeploymentProblem problem;
    private final String sentence;

    DeploymentFailure(DeploymentProblem problem, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.problem = problem;
        this.sentence = sentence;
    }

    DeploymentFailure(DeploymentProblem problem, String sentence) {
        this(problem, sentence, null);
    }

    Failure failure() {
        return new Failure(problem, sentence);
    }
}
