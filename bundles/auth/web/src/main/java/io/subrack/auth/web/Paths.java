/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import java.util.List;

/** Where the pages are. */
final class Paths {
    static final String LOGIN = "/login";
    static final String LOGOUT = "/logout";
    static final String CONSENT = "/consent";
    static final String DEVICE = "/device";
    static final String SETUP = "/setup";
    static final String ACCOUNT = "/account";
    static final String PASSWORD = ACCOUNT + "/password";
    static final String SECOND_FACTOR = ACCOUNT + "/second-factor";
    static final String SESSIONS = ACCOUNT + "/sessions";
    static final String APPLICATIONS = ACCOUNT + "/applications";
    static final String TOKENS = ACCOUNT + "/tokens";
    static final String RESET = ACCOUNT + "/reset";
    static final String CONSOLE = "/console";
    static final String ASSETS = "/assets/auth";

    /** What the navigation of an account leads to, in its order. */
    static final List<String> NAVIGATION = List.of(ACCOUNT, PASSWORD, SECOND_FACTOR, SESSIONS, APPLICATIONS, TOKENS);

    private Paths() {}
}
