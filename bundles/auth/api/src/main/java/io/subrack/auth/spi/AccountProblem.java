/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

import io.subrack.kernel.api.ProblemType;

/** What can be wrong with a request about users, groups, roles, sessions and API tokens. */
public enum AccountProblem implements ProblemType {
    UNKNOWN("account:unknown", "No such user, group, role, session or token", 404),
    BAD_VALUE("account:bad-value", "Value does not do", 422),
    CONFLICT("account:conflict", "Name is taken, or something is in use", 409),
    CHANGED("account:changed", "Changed by somebody else meanwhile", 412),
    LAST_ADMIN("account:last-admin", "Last admin", 409),
    BEYOND_OWN_RIGHTS("account:beyond-own-rights", "Beyond your own rights", 403),
    WRONG_CREDENTIAL("account:wrong-credential", "Credential is wrong", 403),
    TOO_MANY("account:too-many", "Too many", 429),
    BUSY("account:busy", "Too much is going on", 503),
    STORE_UNAVAILABLE("account:store-unavailable", "Accounts cannot be read or written right now", 503);

    private final String code;
    private final String title;
    private final int status;

    AccountProblem(String code, String title, int status) {
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
