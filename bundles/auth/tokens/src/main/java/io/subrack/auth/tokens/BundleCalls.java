/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.subrack.auth.api.Caller;
import io.subrack.auth.api.PlatformCalls;
import io.subrack.auth.spi.Tokens.AccessTokenRequest;
import io.subrack.auth.spi.Tokens.Issued;
import io.subrack.auth.tokens.PlatformTokens.Signed;
import io.subrack.kernel.spi.SpanRecorder;
import io.subrack.kernel.spi.TraceContext;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ServiceScope;

/** The calls of one bundle. Tokens are signed here, without a request to anybody, and used until shortly before they end. */
@Component(service = PlatformCalls.class, scope = ServiceScope.BUNDLE)
public final class BundleCalls implements PlatformCalls {
    private static final int REMEMBERED = 256;
    private static final Duration SPARE = Duration.ofSeconds(30);

    private final Bundle bundle;
    private final PlatformTokens tokens;
    private final ServiceAccounts accounts;
    private final PlatformIssuer issuer;
    private final Clock clock;
    /** Guarded by itself; the one used longest ago goes first. */
    private final Map<Wish, Signed> signed = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Wish, Signed> eldest) {
            return size() > REMEMBERED;
        }
    };

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<SpanRecorder> recorders = List.of();

    @Activate
    public BundleCalls(
            ComponentContext context,
            @Reference PlatformTokens tokens,
            @Reference ServiceAccounts accounts,
            @Reference PlatformIssuer issuer) {
        this(context.getUsingBundle(), tokens, accounts, issuer, Clock.systemUTC());
    }

    BundleCalls(Bundle bundle, PlatformTokens tokens, ServiceAccounts accounts, PlatformIssuer issuer, Clock clock) {
        this.bundle = bundle;
        this.tokens = tokens;
        this.accounts = accounts;
        this.issuer = issuer;
        this.clock = clock;
    }

    @Override
    public HttpRequest.Builder asBundle(String path, String... scopes) {
        URI uri = uri(path);
        Set<String> granted = granted();
        return request(uri, new Wish(null, wanted(granted, granted, scopes), granted));
    }

    @Override
    public HttpRequest.Builder onBehalfOf(Caller caller, String path, String... scopes) {
        URI uri = uri(path);
        if (caller.isAnonymous()) {
            throw new SecurityException("Nobody has sent this request, so " + bundle.getSymbolicName()
                    + " cannot act on behalf of its sender. Demand a caller, or call as the bundle.");
        }
        Set<String> granted = granted();
        Set<String> both = new TreeSet<>(granted);
        both.retainAll(caller.scopes());
        for (String scope : scopes) {
            if (!caller.hasScope(scope)) {
                throw new SecurityException("The caller does not have the scope " + scope + ". Let the operation demand"
                        + " it with @RequiresScope, so that callers are told.");
            }
        }
        return request(uri, new Wish(caller, wanted(granted, both, scopes), granted));
    }

    private HttpRequest.Builder request(URI uri, Wish wish) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token(wish).token());
        TraceContext trace = trace();
        if (trace != null) {
            request.setHeader(TraceContext.PARENT_HEADER, trace.header());
            if (!trace.state().isEmpty()) {
                request.setHeader(TraceContext.STATE_HEADER, trace.state());
            }
            if (!trace.baggage().isEmpty()) {
                request.setHeader(TraceContext.BAGGAGE_HEADER, trace.baggage());
            }
        }
        return request;
    }

    /** What is recorded goes on with the innermost span; the bundle may have begun one of its own. */
    private @Nullable TraceContext trace() {
        for (SpanRecorder recorder : recorders) {
            TraceContext recorded = recorder.current();
            if (recorded != null) {
                return recorded;
            }
        }
        return TraceContext.current();
    }

    /** For tests, which have no registry. */
    void setRecorders(List<SpanRecorder> given) {
        recorders = List.copyOf(given);
    }

    private Issued token(Wish wish) {
        Instant needed = clock.instant().plus(SPARE);
        synchronized (signed) {
            Signed known = signed.get(wish);
            if (known == null || !known.issued().expires().isAfter(needed) || tokens.revoked(known.ties())) {
                known = sign(wish);
                requireStillGranted(wish);
                signed.put(wish, known);
            }
            return known.issued();
        }
    }

    /** What was taken away before it was signed was not known to be there when the tokens so far were ended. */
    private void requireStillGranted(Wish wish) {
        if (!granted().containsAll(wish.scopes())) {
            throw new SecurityException(
                    "What " + bundle.getSymbolicName() + " was granted has changed just now. Make the request again.");
        }
    }

    private Signed sign(Wish wish) {
        String self = Subjects.ofBundle(bundle.getSymbolicName());
        Optional<String> trial = accounts.trial(bundle);
        Caller caller = wish.caller();
        if (caller == null) {
            Caller own = new Caller(
                    Caller.Kind.BUNDLE, self, self, self, Set.of(), Set.of(), "", null, null, List.of(), null);
            return tokens.sign(
                    new AccessTokenRequest(own, self, List.of(), wish.scopes(), trial.orElse(null), null),
                    null,
                    List.of());
        }
        // Without roles: the bundle has none, and what it does for somebody is what both may do.
        Caller subject = new Caller(
                caller.kind(),
                caller.subject(),
                caller.name(),
                self,
                Set.of(),
                Set.of(),
                "",
                null,
                caller.authenticated(),
                caller.methods(),
                null);
        Optional<Ties> own = tokens.ties(caller);
        List<String> sources = new ArrayList<>(own.map(Ties::source).orElseGet(() -> source(caller)));
        trial.ifPresent(sources::add);
        Signed made = tokens.sign(
                new AccessTokenRequest(
                        subject,
                        self,
                        List.of(),
                        wish.scopes(),
                        own.map(Ties::grantId).orElseGet(() -> caller.tokenId().isEmpty() ? null : caller.tokenId()),
                        bundle.getSymbolicName()),
                caller.expires(),
                sources);
        if (own.filter(tokens::revoked).isPresent() || tokens.revoked(made.ties())) {
            throw new SecurityException(
                    "The credential of the caller has ended, so nobody can act on behalf of them any more.");
        }
        return made;
    }

    /** Of a caller with a session or an API token, or whom the bundle has put together itself. */
    private static List<String> source(Caller caller) {
        return new Ties(
                        caller.tokenId(),
                        null,
                        0,
                        Ties.keys(caller.subject(), caller.clientId(), caller.actor()),
                        List.of())
                .source();
    }

    private Set<String> granted() {
        return accounts.granted(bundle)
                .orElseThrow(() -> new SecurityException(bundle.getSymbolicName()
                        + " has no service account: only bundles of the deployment set have one."));
    }

    private Set<String> wanted(Set<String> granted, Set<String> all, String... scopes) {
        if (scopes.length == 0) {
            return all;
        }
        for (String scope : scopes) {
            if (!granted.contains(scope)) {
                throw new SecurityException(bundle.getSymbolicName() + " was not granted the scope " + scope
                        + ". Name it in the manifest header Subrack-Grants and grant it when the bundle is deployed.");
            }
        }
        return new TreeSet<>(List.of(scopes));
    }

    private URI uri(String path) {
        if (!path.startsWith("/") || path.startsWith("//")) {
            throw new IllegalArgumentException("a path on this platform begins with one '/', not as " + path);
        }
        return URI.create(issuer.inside() + path);
    }

    /**
     * What a token is for.
     *
     * @param caller on whose behalf; null for the bundle itself
     * @param granted what the bundle was granted then: with other grants another token
     */
    private record Wish(@Nullable Caller caller, Set<String> scopes, Set<String> granted) {}
}
