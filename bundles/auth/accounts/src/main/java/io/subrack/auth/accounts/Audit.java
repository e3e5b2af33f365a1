/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditLog;
import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.AccountAdmin.By;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.UserStore.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes down what happens to accounts. */
final class Audit {
    private final AuditLog log;

    Audit(AuditLog log) {
        this.log = log;
    }

    /** Notes what a person did with their own account. */
    void own(String type, String userId, Origin from, String... details) {
        log.append(filled(AuditEvent.success(type, AuditActor.user(userId, "")), "user", userId, from, details));
    }

    void ownFailed(String type, String userId, Origin from, String... details) {
        log.append(filled(AuditEvent.failure(type, AuditActor.user(userId, "")), "user", userId, from, details));
    }

    /** Names who somebody claimed to be; what stands for nobody is left out: it may be a password in the wrong field. */
    static String[] named(Optional<User> user, String... details) {
        var named = new ArrayList<>(List.of(details));
        named.add("name");
        named.add(user.map(User::name).orElse("(unknown)"));
        return named.toArray(String[]::new);
    }

    /** Notes what somebody tried who has not proved anything; a flood of these shares its forces of the disk. */
    void stranger(String type, Origin from, String... details) {
        log.appendLater(detailed(
                AuditEvent.failure(type, AuditActor.ANONYMOUS).from(from.requestId(), from.address()), details));
    }

    void platform(String type, String userId, Origin from, String... details) {
        log.append(filled(AuditEvent.success(type, AuditActor.PLATFORM), "user", userId, from, details));
    }

    void admin(String type, By by, String kind, String id, String... details) {
        log.append(filled(AuditEvent.success(type, actor(by.caller())), kind, id, by.origin(), details));
    }

    void denied(String type, By by, String kind, String id, String... details) {
        log.append(filled(AuditEvent.denied(type, actor(by.caller())), kind, id, by.origin(), details));
    }

    private static AuditActor actor(Caller caller) {
        return switch (caller.kind()) {
            case ANONYMOUS -> AuditActor.ANONYMOUS;
            case USER -> AuditActor.user(caller.subject(), caller.clientId());
            case CLIENT -> AuditActor.client(caller.clientId());
            case BUNDLE -> new AuditActor(AuditActor.Kind.BUNDLE, caller.subject(), caller.clientId());
        };
    }

    private static AuditEvent filled(AuditEvent event, String kind, String id, Origin from, String... details) {
        return detailed(event.on(kind, id).from(from.requestId(), from.address()), details);
    }

    private static AuditEvent detailed(AuditEvent event, String... details) {
        var detailed = event;
        for (int i = 0; i + 1 < details.length; i += 2) {
            detailed = detailed.with(details[i], details[i + 1]);
        }
        return detailed;
    }
}
