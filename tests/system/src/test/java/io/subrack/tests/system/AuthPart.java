/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

/** Some tests of central auth: {@link AuthIT} names them all. */
abstract class AuthPart {
    static final AuthRig rig = AuthIT.RIG;
}
