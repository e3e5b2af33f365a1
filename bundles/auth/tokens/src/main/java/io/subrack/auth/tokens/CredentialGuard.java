/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.AccessRequirement;
import io.subrack.auth.spi.CredentialSource;
import io.subrack.auth.spi.Guard;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.auth.spi.UserStore;
import io.subrack.auth.tokens.TokenCache.Entry;
import io.subrack.auth.tokens.TokenVerifier.Rejected;
import io.subrack.kernel.api.PlatformProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads credentials as RFC 6750 has them, API tokens and browser sessions; decides by scopes and roles. */
@Component(service = CredentialGuard.class, immediate = true)
public final class CredentialGuard implements Guard {
    private static final Logger log = LoggerFactory.getLogger(CredentialGuard.class);
    private static final String UNCHECKED = "The credential cannot be checked right now.";
    private static final String SCHEME = "Bearer";
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Authentication NOBODY = new Authentication.Accepted(Caller.ANONYMOUS);

    private final PlatformTokens tokens;
    private final PlatformIssuer issuer;
    private final BooleanSupplier someoneClaimed;
    private final ClaimMark mark;
    private final Upkeep upkeep;
    private final Loading loading;
    private final Upkeep.Task poll;

    /** Until it is read, the mark of an earlier start counts. */
    private volatile boolean unclaimed;

    /** Guarded by this. */
    private boolean toldOfClaim;

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    private volatile List<CredentialSource> sources = List.of();

    @Activate
    public CredentialGuard(
            BundleContext context,
            @Reference PlatformTokens tokens,
            @Reference PlatformIssuer issuer,
            @Reference UserStore users,
            @Reference Upkeep upkeep) {
        this(
                tokens,
                issuer,
                users::claimed,
                ClaimMark.below(Path.of(context.getProperty(PlatformProperties.DATA))),
                upkeep,
                List.of());
    }

    CredentialGuard(
            PlatformTokens tokens,
            PlatformIssuer issuer,
            BooleanSupplier someoneClaimed,
            ClaimMark mark,
            Upkeep upkeep,
            List<CredentialSource> sources) {
        this.tokens = tokens;
        this.issuer = issuer;
        this.someoneClaimed = someoneClaimed;
        this.mark = mark;
        this.upkeep = upkeep;
        this.unclaimed = !mark.isThere();
        this.sources = List.copyOf(sources);
        this.loading = new Loading("the accounts", this::readClaimed, upkeep).begin();
        this.poll = upkeep.every(POLL, POLL, this::lookAgain);
    }

    @Deactivate
    void close() {
        poll.end();
        loading.end();
    }

    @Override
    public String fault() {
        String fault = tokens.fault();
        return fault.isEmpty() ? loading.fault() : fault;
    }

    @Override
    public boolean claimed() {
        return !unclaimed;
    }

    @Override
    public synchronized void noteClaimed() {
        toldOfClaim = true;
        unclaimed = false;
        upkeep.soon(mark::make);
    }

    @Override
    public Authentication authenticate(Credentials credentials) {
        try {
            return isReady()
                    ? read(credentials)
                    : Challenge.closed("Nobody can be let in right now: central auth has not read its data yet.");
        } catch (StoreUnavailableException e) {
            log.debug("a credential cannot be checked now", e);
            return Challenge.closed(UNCHECKED);
        } catch (RuntimeException | LinkageError e) { // others know the callers behind opaque credentials
            log.error("{} cannot be checked; they are told to come back", credentials, e);
            return Challenge.closed(UNCHECKED);
        }
    }

    private Authentication read(Credentials credentials) {
        if (credentials.tokenInQuery()) {
            return Challenge.badRequest(
                    "A token in the URL ends up in logs and histories. Send it in the Authorization header.");
        }
        List<String> authorization = credentials.authorization();
        if (authorization.size() > 1) {
            return Challenge.badRequest("There is more than one Authorization header; send one.");
        }
        return authorization.isEmpty() ? bySession(credentials) : byHeader(authorization.get(0));
    }

    private boolean isReady() {
        if (fault().isEmpty()) {
            return true;
        }
        tokens.awaitFirstReading();
        loading.awaitFirstAttempt();
        return fault().isEmpty();
    }

    @Override
    public Decision authorize(Caller caller, AccessRequirement requirement) {
        return decide(caller, requirement);
    }

    /** Needs nothing but its arguments. */
    static Decision decide(Caller caller, AccessRequirement requirement) {
        return switch (requirement.kind()) {
            case PUBLIC -> Decision.PERMITTED;
            case UNDECLARED, DENIED -> Challenge.forAll(requirement.kind());
            case RESTRICTED -> restricted(caller, requirement);
        };
    }

    private static Decision restricted(Caller caller, AccessRequirement requirement) {
        if (caller.isAnonymous()) {
            return Challenge.nobody();
        }
        if (!caller.scopes().containsAll(requirement.scopes())) {
            return Challenge.scope(requirement);
        }
        if (!requirement.roles().isEmpty() && Collections.disjoint(caller.roles(), requirement.roles())) {
            return Challenge.role(requirement);
        }
        return Decision.PERMITTED;
    }

    private Authentication byHeader(String value) {
        int blank = value.indexOf(' ');
        String scheme = blank < 0 ? value : value.substring(0, blank);
        if (!scheme.equalsIgnoreCase(SCHEME)) {
            return Challenge.otherScheme();
        }
        String token = blank < 0 ? "" : value.substring(blank).strip();
        if (token.isEmpty() || token.indexOf(' ') >= 0 || token.indexOf(',') >= 0) {
            return Challenge.badRequest("The Authorization header holds one token: Bearer <token>.");
        }
        return token.startsWith("sr") ? byOpaque(token) : byAccessToken(token);
    }

    private Authentication byAccessToken(String token) {
        TokenVerifier.Result result = tokens.check(token);
        if (result instanceof Entry good) {
            return good.accepted();
        }
        return Challenge.badToken(((Rejected) result).reason());
    }

    /** What opaque credentials begin with can not begin a JWT, which begins with an encoded brace. */
    private Authentication byOpaque(String credential) {
        Optional<Caller> caller = credential.startsWith(BrowserSession.PREFIX) ? Optional.empty() : resolve(credential);
        return caller.isPresent()
                ? new Authentication.Accepted(caller.get())
                : Challenge.badToken("The token is unknown, or it has ended.");
    }

    /** A session that is over is no credential: pages for everybody go on, others ask for a login. */
    private Authentication bySession(Credentials credentials) {
        List<String> values = BrowserSession.values(credentials.cookies());
        if (values.isEmpty()) {
            return NOBODY;
        }
        if (values.size() > 1) {
            return Challenge.badRequest("There is more than one session cookie. Delete the cookies of this site.");
        }
        String value = values.get(0);
        Optional<Caller> caller = value.startsWith(BrowserSession.PREFIX) ? resolve(value) : Optional.empty();
        if (caller.isEmpty()) {
            return NOBODY;
        }
        Optional<String> foreign = BrowserSession.foreign(credentials, issuer.url());
        return foreign.isPresent() ? Challenge.otherSite(foreign.get()) : new Authentication.Accepted(caller.get());
    }

    private Optional<Caller> resolve(String credential) {
        for (CredentialSource source : sources) {
            if (credential.startsWith(source.prefix())) {
                return source.resolve(credential);
            }
        }
        return Optional.empty();
    }

    private void readClaimed() {
        try {
            settle(someoneClaimed.getAsBoolean());
        } catch (RuntimeException e) {
            // What cannot be read is not taken for a new installation.
            unclaimed = false;
            throw e;
        }
    }

    /** An installation that was claimed once is never taken for a new one again: whoever comes first would own it. */
    private synchronized void settle(boolean claimed) {
        if (!claimed && !toldOfClaim && mark.isThere()) {
            throw new IllegalStateException("This installation was claimed once, and its database says that nobody has."
                    + " Is it another database, or an empty one? Configure the one it had, or restore it; if this is"
                    + " meant to be a new installation, stop the platform and delete " + mark + ".");
        }
        unclaimed = !claimed && !toldOfClaim;
        if (!unclaimed) {
            mark.make();
        }
    }

    /** Whoever claims it tells us; this is for who forgets to. */
    private void lookAgain() {
        if (unclaimed && loading.done()) {
            settle(someoneClaimed.getAsBoolean());
        }
    }
}
