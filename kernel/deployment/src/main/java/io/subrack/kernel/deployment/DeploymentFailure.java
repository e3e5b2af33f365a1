/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Cause;
import io.subrack.kernel.api.Deployment.Failure;
import io.subrack.kernel.api.DeploymentProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a running deployment; everything it did is undone. */
final class DeploymentFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final DeploymentProblem problem;
    private final String sentence;
    private final transient List<Cause> causes;

    private DeploymentFailure(
            DeploymentProblem problem, String sentence, List<Cause> causes, @Nullable Throwable cause) {
        super(sentence, cause);
        this.problem = problem;
        this.sentence = sentence;
        this.causes = causes;
    }

    DeploymentFailure(DeploymentProblem problem, String sentence, @Nullable Throwable cause) {
        this(problem, sentence, List.of(), cause);
    }

    DeploymentFailure(DeploymentProblem problem, String sentence, List<Cause> causes) {
        this(problem, sentence, causes, null);
    }

    DeploymentFailure(DeploymentProblem problem, String sentence) {
        this(problem, sentence, List.of(), null);
    }

    Failure failure() {
        return new Failure(problem, sentence, causes);
    }
}
