/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.spi;

/** Who may call a mounted handler. The front door refuses everybody else before the handler sees the request. */
public enum Access {
    /** Anybody. */
    OPEN,
    /** Holders of the operator token: {@code Authorization: Bearer <token>}. */
    OPERATOR
}
