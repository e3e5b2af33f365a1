/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.spi;

/** When the front door lets a request reach a mounted handler. */
public enum Access {
    /** Always, also before somebody has claimed the installation: liveness, and the page that claims it. */
    ALWAYS,
    /** Once the installation is claimed; nobody is asked who they are, and the handler does not learn it. */
    OPEN,
    /** Once it is known who calls, and the mount's requirement, if it has one, is met. */
    GUARDED
}
