/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.api;

import io.subrack.kernel.api.ProblemException;
import org.jspecify.annotations.Nullable;

/** Why something is not to be had from the repositories. */
public final class CatalogueException extends ProblemException {
    private static final long serialVersionUID = 1L;

    public CatalogueException(CatalogueProblem type, String detail) {
        super(type, detail);
    }

    public CatalogueException(CatalogueProblem type, String detail, @Nullable Throwable cause) {
        super(type, detail, cause);
    }
}
