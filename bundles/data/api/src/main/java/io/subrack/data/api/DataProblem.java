/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.api;

import io.subrack.kernel.api.ProblemType;

/** The problem types of the data layer. */
public enum DataProblem implements ProblemType {
    UNKNOWN_SCHEMA("data:unknown-schema", "No such schema", 404),
    SCHEMA_IN_USE("data:schema-in-use", "Schema belongs to an installed bundle", 409),
    BACKUP_ELSEWHERE("data:backup-elsewhere", "Database is backed up by its own tools", 409),
    BACKUP_FAILED("data:backup-failed", "Backup could not be written", 500),
    UNAVAILABLE("data:unavailable", "Database cannot be used right now", 503);

    private final String code;
    private final String title;
    private final int status;

    DataProblem(String code, String title, int status) {
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
