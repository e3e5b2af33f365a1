/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.Applications;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Applications as a test puts them there. */
final class FakeApplications implements Applications {
    final Map<String, List<Application>> ofUsers = new HashMap<>();

    void allow(String userId, Application application) {
        ofUsers.computeIfAbsent(userId, any -> new ArrayList<>()).add(application);
    }

    @Override
    public List<Application> of(String userId) {
        return ofUsers.getOrDefault(userId, List.of());
    }

    @Override
    public boolean withdraw(String userId, String clientId, Origin from) {
        return ofUsers.containsKey(userId)
                && ofUsers.get(userId)
                        .removeIf(application -> application.clientId().equals(clientId));
    }
}
