/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.subrack.auth.api.Caller;
import io.subrack.auth.api.PlatformCalls;
import io.subrack.auth.spi.Tokens.AccessTokenRequest;
import io.subrack.auth.spi.Tokens.Issued;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
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
    private final Map<Wish, Issued> signed = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Wish, Issued> eldest) {
            return size() > REMEMBERED;
        }
    };

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
        return HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token(wish).token());
    }

    private Issued token(Wish wish) {
        Instant needed = clock.instant().plus(SPARE);
        synchronized (signed) {
            Issued known = signed.get(wish);
            if (known == null || !known.expires().isAfter(needed)) {
                known = sign(wish);
                signed.put(wish, known);
            }
            return known;
        }
    }

    private Issued sign(Wish wish) {
        String self = Subjects.ofBundle(bundle.getSymbolicName());
        Caller caller = wish.caller();
        if (caller == null) {
            Caller own = new Caller(
                    Caller.Kind.BUNDLE, self, self, self, Set.of(), Set.of(), "", null, null, List.of(), null);
            return tokens.accessToken(new AccessTokenRequest(own, self, List.of(), wish.scopes(), null, null));
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
        return tokens.accessToken(
                new AccessTokenRequest(
                        subject,
                        self,
                        List.of(),
                        wish.scopes(),
                        caller.tokenId().isEmpty() ? null : caller.tokenId(),
                        bundle.getSymbolicName()),
                caller.expires());
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
