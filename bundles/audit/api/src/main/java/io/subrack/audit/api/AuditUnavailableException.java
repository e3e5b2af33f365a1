/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.api;

import io.subrack.kernel.api.ProblemException;
import org.jspecify.annotations.Nullable;

/** The audit log cannot be written or read right now. What depends on it must not be acknowledged; try again later. */
public final class AuditUnavailableException extends ProblemException {
    private static final long serialVersionUID = 1L;

    public AuditUnavailableException(String detail, @Nullable Throwable cause) {
        super(AuditProblem.UNAVAILABLE, detail, cause);
    }
}
