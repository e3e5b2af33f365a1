/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration of this bundle, checked. */
@Component(service = TokenSettings.class, configurationPid = TokenSettings.PID)
@Designate(ocd = TokenSettings.Config.class)
public final class TokenSettings {
    static final String PID = "io.subrack.auth";

    static final int ROTATION_DAYS = 90;
    static final int PUBLISH_HOURS = 24;

    private final @Nullable URI externalUrl;
    private final Duration accessLife;
    private final Duration idLife;
    private final Duration rotation;
    private final Duration publish;
    private final int rsaBits;
    private final Duration skew;
    private final int cachedTokens;

    @Activate
    public TokenSettings(Config config) {
        this(
                externalUrl(config.external_url().strip()),
                Duration.ofMinutes(within("access.token.minutes", config.access_token_minutes(), 1, 60)),
                Duration.ofMinutes(within("id.token.minutes", config.id_token_minutes(), 1, 1_440)),
                Duration.ofDays(within("keys.rotation.days", config.keys_rotation_days(), 2, 3_650)),
                Duration.ofHours(within("keys.publish.hours", config.keys_publish_hours(), 1, 720)),
                within("keys.rsa.bits", config.keys_rsa_bits(), 2_048, 8_192),
                Duration.ofSeconds(within("clock.skew.seconds", config.clock_skew_seconds(), 0, 300)),
                within("cache.tokens", config.cache_tokens(), 64, 1_000_000));
    }

    TokenSettings(
            @Nullable URI externalUrl,
            Duration accessLife,
            Duration idLife,
            Duration rotation,
            Duration publish,
            int rsaBits,
            Duration skew,
            int cachedTokens) {
        refuse(periodFault(publish.toHours(), rotation.toDays()));
        this.externalUrl = externalUrl;
        this.accessLife = accessLife;
        this.idLife = idLife;
        this.rotation = rotation;
        this.publish = publish;
        this.rsaBits = rsaBits;
        this.skew = skew;
        this.cachedTokens = cachedTokens;
    }

    /** Returns where the platform is reached from outside, or empty if that is where the front door listens. */
    Optional<URI> externalUrl() {
        return Optional.ofNullable(externalUrl);
    }

    Duration accessLife() {
        return accessLife;
    }

    Duration idLife() {
        return idLife;
    }

    /** Returns how long a key signs. */
    Duration rotation() {
        return rotation;
    }

    /** Returns how long a key is published before it signs. */
    Duration publish() {
        return publish;
    }

    /** Returns the length of the modulus of a new key for RS256. */
    int rsaBits() {
        return rsaBits;
    }

    /** Returns how far clocks may differ. */
    Duration skew() {
        return skew;
    }

    /** Returns how long a key that no longer signs must be there for what it has signed. */
    Duration keep() {
        Duration longest = accessLife.compareTo(idLife) > 0 ? accessLife : idLife;
        return longest.plus(skew).plusMinutes(1);
    }

    int cachedTokens() {
        return cachedTokens;
    }

    private static @Nullable URI externalUrl(String text) {
        refuse(urlFault(text));
        return text.isEmpty() ? null : URI.create(text);
    }

    private static void refuse(String fault) {
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException(fault);
        }
    }

    /** Returns what is wrong with the periods of keys; nothing if they fit. */
    static String periodFault(long publishHours, long rotationDays) {
        return publishHours < rotationDays * 24
                ? ""
                : PID + ": keys.publish.hours must be shorter than keys.rotation.days, not " + publishHours
                        + " hours of " + rotationDays + " days";
    }

    /** Returns what is wrong with the URL from outside; nothing if it is one, or empty. */
    static String urlFault(String text) {
        return text.isEmpty() || isBase(text)
                ? ""
                : PID
                        + ": external.url must be http or https with a host in lower case, without user, query, fragment"
                        + " or a slash at its end, as https://subrack.example.org, not " + text;
    }

    private static boolean isBase(String text) {
        try {
            URI url = new URI(text);
            String scheme = url.getScheme();
            return ("https".equals(scheme) || "http".equals(scheme))
                    && url.getHost() != null
                    && url.getHost().equals(url.getHost().toLowerCase(Locale.ROOT))
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && !text.endsWith("/")
                    && url.normalize().equals(url);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static int within(String key, int value, int lowest, int highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(
                    PID + ": " + key + " must be " + lowest + " to " + highest + ", not " + value);
        }
        return value;
    }

    /** What an admin can set. */
    @ObjectClassDefinition(name = "Central auth: issuer, tokens and keys")
    public @interface Config {
        @AttributeDefinition(
                description = "URL under which clients reach the platform; empty for where the front door listens.")
        String external_url() default "";

        @AttributeDefinition(description = "Minutes that an access token lives.", min = "1", max = "60")
        int access_token_minutes() default 10;

        @AttributeDefinition(description = "Minutes that an id token lives.", min = "1", max = "1440")
        int id_token_minutes() default 60;

        @AttributeDefinition(description = "Days that a key signs until the next one does.", min = "2", max = "3650")
        int keys_rotation_days() default ROTATION_DAYS;

        @AttributeDefinition(description = "Hours that a key is published before it signs.", min = "1", max = "720")
        int keys_publish_hours() default PUBLISH_HOURS;

        @AttributeDefinition(
                description = "Bits of a new key for RS256; each step up takes longer to make and to sign with.",
                min = "2048",
                max = "8192")
        int keys_rsa_bits() default 3_072;

        @AttributeDefinition(description = "Seconds by which clocks may differ.", min = "0", max = "300")
        int clock_skew_seconds() default 30;

        @AttributeDefinition(description = "Most tokens that are remembered as checked.", min = "64", max = "1000000")
        int cache_tokens() default 10_000;
    }
}
