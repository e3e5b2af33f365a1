/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.AccountAdmin.By;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.StoreConflictException;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.RequestAttributes;
import io.subrack.web.resources.spi.Tags;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** One request: who sends it, and how it fails. */
final class Exchange {
    private final HttpServletRequest request;

    Exchange(HttpServletRequest request) {
        this.request = request;
    }

    /** Begins the record of a change that this request makes. */
    AuditEvent event(String type) {
        return AuditEvent.success(type, actor()).from(requestId(), address());
    }

    private String address() {
        Object address = request.getAttribute(RequestAttributes.CLIENT_ADDRESS);
        return Objects.toString(address, Objects.requireNonNullElse(request.getRemoteAddr(), ""));
    }

    private AuditActor actor() {
        Caller caller = caller();
        if (caller.isAnonymous()) {
            return AuditActor.ANONYMOUS;
        }
        AuditActor.Kind kind = AuditActor.Kind.valueOf(caller.kind().name());
        return new AuditActor(kind, caller.subject(), caller.clientId());
    }

    private Caller caller() {
        return request.getUserPrincipal() instanceof Caller caller ? caller : Caller.ANONYMOUS;
    }

    ClientRights rights() {
        return new ClientRights(caller());
    }

    By by() {
        String agent = Objects.requireNonNullElse(request.getHeader("User-Agent"), "");
        return new By(caller(), new Origin(address(), agent, requestId()));
    }

    private String requestId() {
        return Objects.toString(request.getAttribute(RequestAttributes.REQUEST_ID), "");
    }

    /** Refuses a change of something that is not what {@code If-Match} names. */
    void match(Client client) {
        Tags.require(request.getHeader("If-Match"), tag(client), ClientProblem.CHANGED);
    }

    static String tag(Client client) {
        return Tags.of(client.version());
    }

    static ProblemException changed(Throwable cause) {
        return new ProblemException(
                ClientProblem.CHANGED,
                "the client was changed meanwhile; read it again, then repeat the change",
                cause);
    }

    static ProblemException unknown(String what) {
        return new ProblemException(ClientProblem.UNKNOWN, "there is no such " + what);
    }

    static <T> T found(Optional<T> thing, String what) {
        return thing.orElseThrow(() -> unknown(what));
    }

    /** Returns a parameter that names something stored; a longer one cannot, and would be too long to look for. */
    static String named(String name, String value, int mostChars) {
        if (value.length() > mostChars) {
            throw new ProblemException(
                    ClientProblem.BAD_VALUE, name + " must have at most " + mostChars + " characters");
        }
        return value;
    }

    /** Does something with the stores; their failures become problems. */
    static <T> T answering(Supplier<T> action) {
        try {
            return action.get();
        } catch (StoreConflictException e) {
            throw new ProblemException(ClientProblem.CONFLICT, Objects.requireNonNullElse(e.getMessage(), ""), e);
        } catch (StoreUnavailableException e) {
            throw new ProblemException(
                    ClientProblem.STORE_UNAVAILABLE, "this cannot be read or written right now; repeat it soon", e);
        }
    }
}
