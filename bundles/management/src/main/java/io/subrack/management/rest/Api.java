/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.auth.api.Caller;
import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.RequestAttributes;
import io.subrack.web.api.WebProblem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.security.Principal;
import java.util.Locale;
import java.util.Objects;

/** Where things are. */
final class Api {
    static final String BASE = "/api/platform/v1";

    static final String JAR = "application/java-archive";

    /** Scope for looking. */
    static final String READ = "platform.read";

    /** Scope for changing what is live. */
    static final String DEPLOY = "platform.deploy";

    /** Tells REST hosting that a resource looks after the size of its bodies itself: uploads have a limit of their own. */
    static final String LARGE_BODIES = "io.subrack.web.body.max:Long=9223372036854775807";

    private static final int MAX_NAME_CHARS = 100;

    private Api() {}

    static URI artifact(String digest) {
        return uri("/artifacts/" + digest);
    }

    static URI bundle(String symbolicName) {
        return uri("/bundles/" + symbolicName);
    }

    static URI deployment(String id) {
        return uri("/deployments/" + id);
    }

    static URI plan(String id) {
        return uri("/plans/" + id);
    }

    /** Returns who sends a request. Names are given again and chosen by their bearers, so the history has the subject too. */
    static Author author(SecurityContext security, HttpServletRequest request) {
        Principal principal = security.getUserPrincipal();
        if (!(principal instanceof Caller caller) || caller.isAnonymous()) {
            throw new ProblemException(WebProblem.UNAUTHORIZED, "it is not known who asks");
        }
        String kind = caller.kind().name().toLowerCase(Locale.ROOT);
        return new Author(
                name(caller, kind),
                kind,
                caller.subject(),
                caller.clientId(),
                Objects.toString(request.getAttribute(RequestAttributes.REQUEST_ID), ""),
                Objects.toString(request.getAttribute(RequestAttributes.CLIENT_ADDRESS), ""));
    }

    private static String name(Caller caller, String kind) {
        String name = caller.name()
                .substring(0, Math.min(MAX_NAME_CHARS, caller.name().length()));
        return name.isBlank() || caller.name().equals(caller.subject())
                ? kind + " " + caller.subject()
                : name + " (" + kind + " " + caller.subject() + ")";
    }

    private static URI uri(String path) {
        return URI.create(BASE + path);
    }
}
