/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.AuthorizationRequests;
import io.subrack.auth.spi.SessionStore.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Running authorizations: those that are in its maps. */
final class FakeRequests implements AuthorizationRequests {
    static final String SEALED = "sealed+/=";
    static final String USER_CODE = "ABCD-EFGH";

    final Map<String, Pending> pending = new HashMap<>();
    final Map<String, Pending> devices = new HashMap<>();
    final List<String> decisions = new ArrayList<>();
    Answer denial = new Answer("https://client.example/cb?error=access_denied&state=a", null);
    int lookups;

    @Override
    public Optional<Pending> pending(String request) {
        return Optional.ofNullable(pending.get(request));
    }

    @Override
    public boolean allow(String request, Session session, Set<String> scopes) {
        decisions.add("allow " + session.userId() + " " + new java.util.TreeSet<>(scopes));
        return pending.containsKey(request);
    }

    @Override
    public Optional<Answer> deny(String request) {
        return pending(request).map(known -> denial);
    }

    @Override
    public Optional<Pending> device(String userCode) {
        lookups++;
        return Optional.ofNullable(devices.get(userCode));
    }

    @Override
    public boolean answerDevice(String userCode, Session session, boolean allowed) {
        decisions.add((allowed ? "allow " : "deny ") + userCode + " " + session.userId());
        return devices.remove(userCode) != null;
    }
}
