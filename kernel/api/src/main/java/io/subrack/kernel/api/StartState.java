/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

/** Whether a bundle of a deployment set is meant to run. */
public enum StartState {
    STARTED,
    STOPPED
}
