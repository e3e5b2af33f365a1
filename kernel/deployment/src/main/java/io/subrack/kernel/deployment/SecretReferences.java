/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts secrets in for the references to them ({@code $[file:name]}, {@code $[env:NAME]}, {@code $[secret:name]}) on the way
 * from ConfigurationAdmin to the component, so that they are stored and shown nowhere. A value whose reference leads
 * nowhere is left out, and told.
 */
final class SecretReferences implements ConfigurationPlugin {
    private static final String START = "$[";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\[(file|env|secret):([^\\]]*)]");
    private static final Logger log = LoggerFactory.getLogger(SecretReferences.class);

    private final SecretFiles secrets;

    SecretReferences(SecretFiles secrets) {
        this.secrets = secrets;
    }

    /** Returns the names that a text refers to with {@code $[secret:…]}. */
    static Set<String> secretsIn(String text) {
        Set<String> names = new LinkedHashSet<>();
        if (text.contains(START)) {
            REFERENCE
                    .matcher(text)
                    .results()
                    .filter(match -> match.group(1).equals("secret"))
                    .forEach(match -> names.add(match.group(2)));
        }
        return names;
    }

    /** Returns why references cannot be resolved, as sentences. */
    List<String> faults(String text) {
        List<String> faults = new ArrayList<>();
        if (text.contains(START)) {
            REFERENCE.matcher(text).results().forEach(match -> {
                try {
                    secret(match);
                } catch (IllegalArgumentException e) {
                    faults.add(e.getMessage());
                }
            });
        }
        return faults;
    }

    /** @throws IllegalArgumentException saying which reference leads nowhere, and why */
    String fill(String text) {
        return text.contains(START)
                ? REFERENCE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(secret(match)))
                : text;
    }

    private String secret(MatchResult match) {
        String name = match.group(2);
        return switch (match.group(1)) {
            case "file" -> secrets.file(name);
            case "env" -> environment(name);
            default -> secrets.secret(name);
        };
    }

    private static String environment(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalArgumentException("the environment variable " + name + " is not set");
        }
        return value;
    }

    @Override
    public void modifyConfiguration(ServiceReference<?> reference, Dictionary<String, Object> properties) {
        for (String key : Collections.list(properties.keys())) {
            try {
                Object value = properties.get(key);
                Object filled = filled(value);
                if (filled != value) {
                    properties.put(key, filled);
                }
            } catch (IllegalArgumentException e) {
                properties.remove(key);
                log.error("{}: key {} is left out: {}", properties.get(Constants.SERVICE_PID), key, e.getMessage());
            }
        }
    }

    private Object filled(Object value) {
        if (value instanceof String text) {
            return fill(text);
        }
        if (!(value instanceof String[] texts)) {
            return value;
        }
        String[] filled = new String[texts.length];
        for (int i = 0; i < texts.length; i++) {
            filled[i] = fill(texts[i]);
        }
        return filled;
    }
}
