/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.api;

import io.subrack.kernel.api.ProblemException;
import org.jspecify.annotations.Nullable;

/** A call to {@link Schemas} that failed. */
public class DataException extends ProblemException {
    private static final long serialVersionUID = 1L;

    public DataException(DataProblem type, String detail, @Nullable Throwable cause) {
        super(type, detail, cause);
    }

    public DataException(DataProblem type, String detail) {
        super(type, detail);
    }
}
