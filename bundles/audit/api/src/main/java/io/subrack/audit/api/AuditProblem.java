/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.api;

import io.subrack.kernel.api.ProblemType;

/** The problem types of the audit log. */
public enum AuditProblem implements ProblemType {
    UNAVAILABLE("audit:unavailable", "Audit log cannot be written or read", 503);

    private final String code;
    private final String title;
    private final int status;

    AuditProblem(String code, String title, int status) {
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
