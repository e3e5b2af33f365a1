/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link WebConfig} from configuration properties. Declarative Services would convert the values too, but stop at
 * the first one that it cannot read, without its key.
 */
final class WebSettings {
    private final Map<String, ?> properties;
    private final List<String> faults = new ArrayList<>();

    private WebSettings(Map<String, ?> properties) {
        this.properties = properties;
    }

    /** @throws IllegalArgumentException with one line per fault */
    static WebConfig read(Map<String, ?> properties) {
        return new WebSettings(properties).read();
    }

    /** Returns what is wrong, a sentence for each fault. */
    static List<String> faults(Map<String, ?> properties) {
        WebSettings settings = new WebSettings(properties);
        settings.lenient();
        return List.copyOf(settings.faults);
    }

    private WebConfig read() {
        WebConfig config = lenient();
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    "Nothing can be served:" + System.lineSeparator() + String.join(System.lineSeparator(), faults));
        }
        return config;
    }

    private WebConfig lenient() {
        Map<String, Object> values = new HashMap<>();
        Method[] methods = WebConfig.class.getDeclaredMethods();
        Arrays.sort(methods, Comparator.comparing(Method::getName));
        for (Method method : methods) {
            values.put(method.getName(), value(method));
        }
        WebConfig config = (WebConfig) Proxy.newProxyInstance(
                WebConfig.class.getClassLoader(), new Class<?>[] {WebConfig.class}, (p, m, a) -> {
                    Object value = values.get(m.getName());
                    return value == null ? m.invoke(properties, a) : value;
                });
        checkTogether(config);
        return config;
    }

    private Object value(Method method) {
        String key = method.getName().replace('_', '.');
        Object given = properties.get(key);
        if (given == null) {
            return method.getDefaultValue();
        }
        String text = given.toString().trim();
        Object value = convert(method, text);
        if (value == null || !withinRange(method, value)) {
            faults.add(WebConfig.PID + ": " + key + " must be " + rule(method) + ", not " + text);
            return method.getDefaultValue();
        }
        return value;
    }

    private static @Nullable Object convert(Method method, String text) {
        Class<?> type = method.getReturnType();
        if (type == String.class) {
            WebConfig.OneOf known = method.getAnnotation(WebConfig.OneOf.class);
            return known == null || List.of(known.value()).contains(text) ? text : null;
        }
        if (type == boolean.class) {
            return (text.equals("true") || text.equals("false")) ? Boolean.valueOf(text) : null;
        }
        try {
            long number = Long.parseLong(text);
            return type == long.class ? (Object) number : (Object) Math.toIntExact(number);
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    private static boolean withinRange(Method method, Object value) {
        WebConfig.Range range = method.getAnnotation(WebConfig.Range.class);
        if (range == null || !(value instanceof Number number)) {
            return true;
        }
        return number.longValue() >= range.min() && number.longValue() <= range.max();
    }

    private static String rule(Method method) {
        WebConfig.OneOf known = method.getAnnotation(WebConfig.OneOf.class);
        if (known != null) {
            return String.join(" or ", known.value());
        }
        WebConfig.Range range = method.getAnnotation(WebConfig.Range.class);
        return range == null ? "true or false" : "a number from " + range.min() + " to " + range.max();
    }

    private void checkTogether(WebConfig config) {
        if (config.host().isEmpty()) {
            faults.add(WebConfig.PID + ": host must name an address, as 127.0.0.1, or 0.0.0.0 for all");
        }
        if (config.threads_max() < config.threads_min()) {
            faults.add(WebConfig.PID + ": threads.max must not be below threads.min");
        }
        checkProxies(config);
        checkFile("tls.keystore", config.tls_keystore());
        checkFile("tls.password.file", config.tls_password_file());
        if (!config.tls_keystore().isEmpty() && config.tls_password_file().isEmpty()) {
            faults.add(WebConfig.PID + ": tls.password.file must name the file with the password of tls.keystore");
        }
    }

    private void checkProxies(WebConfig config) {
        try {
            TrustedProxies.of(config.trusted_proxies(), config.trusted_proxies_header());
        } catch (IllegalArgumentException e) {
            faults.add(WebConfig.PID + ": trusted.proxies must be addresses or networks like 10.0.0.0/8, and"
                    + " trusted.proxies.header X-Forwarded-For or Forwarded, not " + e.getMessage());
        }
    }

    private void checkFile(String key, String path) {
        if (!path.isEmpty() && !Files.isReadable(Path.of(path))) {
            faults.add(WebConfig.PID + ": " + key + " must name a readable file, not " + path);
        }
    }
}
