/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.ProblemType;

/** What can be wrong with a call of the management API beyond what the engine finds. */
public enum ManagementProblem implements ProblemType {
    JOB_UNKNOWN("job:unknown", "Job does not exist", 404),
    JOB_NOT_CANCELLABLE("job:not-cancellable", "Job cannot be cancelled", 409),
    JOB_FAILED("job:failed", "Job failed", 500),
    JOBS_BUSY("job:busy", "Too many jobs are waiting", 503),
    API_UNKNOWN("api:unknown", "Bundle has no REST API", 404),
    SERVICE_UNKNOWN("service:unknown", "Service is not registered", 404);

    private final String code;
    private final String title;
    private final int status;

    ManagementProblem(String code, String title, int status) {
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
