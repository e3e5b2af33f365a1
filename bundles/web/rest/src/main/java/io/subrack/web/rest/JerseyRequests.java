/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.auth.api.Caller;
import io.subrack.web.api.RequestAttributes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Configuration;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.Principal;
import java.util.Enumeration;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.uri.UriComponent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes Jersey's requests of an application's servlet requests. */
final class JerseyRequests {
    private static final Logger log = LoggerFactory.getLogger(JerseyRequests.class);

    private final AppModel model;
    private final Configuration configuration;
    private volatile @Nullable Origin lastOrigin;

    /** The scheme and authority that requests come for, and the base URI made of it. */
    private record Origin(String text, URI base) {}

    JerseyRequests(AppModel model, Configuration configuration) {
        this.model = model;
        this.configuration = configuration;
    }

    /** Returns the request as Jersey wants it, or null if its URI is none. */
    @Nullable
    ContainerRequest of(ServletExchange exchange) {
        HttpServletRequest request = exchange.request();
        String path = request.getRequestURI();
        String url = request.getRequestURL().toString();
        URI base;
        URI uri;
        try {
            base = base(url.substring(0, url.length() - path.length()));
            uri = uri(url, request.getQueryString());
        } catch (URISyntaxException | IllegalArgumentException e) {
            log.debug("{}: {} is no URI", model.label(), url, e);
            return null;
        }
        var jerseyRequest = new ContainerRequest(
                base, uri, request.getMethod(), new ServletSecurity(request), exchange, configuration);
        Enumeration<String> names = request.getHeaderNames();
        while (names.hasMoreElements()) {
            String name = names.nextElement();
            Enumeration<String> values = request.getHeaders(name);
            while (values.hasMoreElements()) {
                jerseyRequest.header(name, values.nextElement());
            }
        }
        jerseyRequest.setEntityStream(exchange.body());
        jerseyRequest.setWriter(exchange);
        return jerseyRequest;
    }

    private URI base(String origin) throws URISyntaxException {
        Origin last = lastOrigin;
        if (last == null || !last.text().equals(origin)) {
            last = new Origin(origin, new URI(origin + (model.base().equals("/") ? "/" : model.base() + "/")));
            lastOrigin = last;
        }
        return last.base();
    }

    private static URI uri(String url, @Nullable String query) throws URISyntaxException {
        try {
            return new URI(query == null ? url : url + "?" + query);
        } catch (URISyntaxException e) { // browsers send characters that RFC 3986 wants to be escaped
            String lenient = query == null ? "" : "?" + UriComponent.contextualEncode(query, UriComponent.Type.QUERY);
            return new URI(url + lenient);
        }
    }

    /** Returns who sends a request; nobody if the front door has not found out. */
    static Caller caller(HttpServletRequest request) {
        return request.getAttribute(RequestAttributes.CALLER) instanceof Caller caller ? caller : Caller.ANONYMOUS;
    }

    private record ServletSecurity(HttpServletRequest request) implements SecurityContext {
        private static final String SCHEME = "Bearer";

        private Caller caller() {
            return JerseyRequests.caller(request);
        }

        @Override
        public @Nullable Principal getUserPrincipal() {
            Caller caller = caller();
            return caller.isAnonymous() ? null : caller;
        }

        @Override
        public boolean isUserInRole(String role) {
            return caller().hasRole(role);
        }

        @Override
        public boolean isSecure() {
            return request.isSecure();
        }

        @Override
        public @Nullable String getAuthenticationScheme() {
            return caller().isAnonymous() ? null : SCHEME;
        }
    }
}
