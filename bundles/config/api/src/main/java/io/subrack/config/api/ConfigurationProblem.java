/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.api;

import io.subrack.kernel.api.ProblemType;

/** The problem types of the configuration. */
public enum ConfigurationProblem implements ProblemType {
    UNKNOWN("config:unknown", "Configuration does not exist", 404),
    REVISION_UNKNOWN("config:revision-unknown", "Revision of the configuration does not exist", 404),
    SECRET_UNKNOWN("config:secret-unknown", "Secret does not exist", 404),
    EXISTS("config:exists", "Configuration exists already", 409),
    SECRET_IN_USE("config:secret-in-use", "Secret is referred to", 409),
    CHANGED_MEANWHILE("config:changed-meanwhile", "Configuration was changed meanwhile", 412),
    INVALID("config:invalid", "Configuration is not valid", 422),
    STORE_FAILED("config:store-failed", "Configuration cannot be written", 503);

    private final String code;
    private final String title;
    private final int status;

    ConfigurationProblem(String code, String title, int status) {
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
