/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.rest;

import io.subrack.auth.api.Caller;
import io.subrack.web.api.RequestAttributes;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes servlet requests that know no more than resources ask for. */
final class Requests {
    private Requests() {}

    static HttpServletRequest by(Caller caller) {
        return by(caller, Map.of());
    }

    /** @param texts headers by name, parameters by name after a {@code ?}, attributes after a {@code @} */
    static HttpServletRequest by(Caller caller, Map<String, String> texts) {
        var known = new HashMap<>(texts);
        return (HttpServletRequest) Proxy.newProxyInstance(
                Requests.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getUserPrincipal" -> caller.isAnonymous() ? null : caller;
                    case "getRemoteAddr" -> "192.0.2.1";
                    case "getHeader" -> known.get(arguments[0]);
                    case "getRequestURI" -> "/api/platform/v1/things";
                    case "getParameterMap" -> parameters(known);
                    case "getAttribute" ->
                        arguments[0].equals(RequestAttributes.REQUEST_ID) ? "r1" : known.get("@" + arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static Map<String, String[]> parameters(Map<String, String> known) {
        var parameters = new HashMap<String, String[]>();
        known.forEach((name, value) -> {
            if (name.startsWith("?")) {
                parameters.put(name.substring(1), new String[] {value});
            }
        });
        return parameters;
    }

    static Caller person(String id, String... scopes) {
        return caller(Caller.Kind.USER, id, scopes);
    }

    static Caller caller(Caller.Kind kind, String id, String... scopes) {
        return new Caller(kind, id, id, "", Set.of(scopes), Set.of(), "t", null, null, List.of(), null);
    }

    static InputStream json(String text) {
        return new ByteArrayInputStream(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
