/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import io.subrack.kernel.api.ProblemType;

/** The problem types of clients, consents and keys. */
enum ClientProblem implements ProblemType {
    UNKNOWN("client:unknown", "No such client, secret, grant or consent", 404),
    BAD_VALUE("client:bad-value", "Client cannot be registered so", 422),
    CONFLICT("client:conflict", "Client id is taken, or there are two secrets already", 409),
    CHANGED("client:changed", "Client was changed by somebody else meanwhile", 412),
    STORE_UNAVAILABLE("client:store-unavailable", "Clients cannot be read or written right now", 503);

    private final String code;
    private final String title;
    private final int status;

    ClientProblem(String code, String title, int status) {
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
