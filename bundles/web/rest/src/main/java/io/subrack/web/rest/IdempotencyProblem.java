/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.kernel.api.ProblemType;

/** What can be wrong with an {@code Idempotency-Key}. */
enum IdempotencyProblem implements ProblemType {
    REUSED("idempotency:key-reused", "Key was used for another request", 422),
    RUNNING("idempotency:running", "First request with this key still runs", 409),
    DONE("idempotency:done", "Request was done already", 409),
    FULL("idempotency:full", "Too many requests with keys are running", 429);

    private final String code;
    private final String title;
    private final int status;

    IdempotencyProblem(String code, String title, int status) {
        this.code = code;
        this.title = title;
        this.status = status;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public int status() {
        return status;
    }
}
