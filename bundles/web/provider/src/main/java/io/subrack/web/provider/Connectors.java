/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.alpn.java.server.JDK9ServerALPNProcessor;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** Makes the one connector: HTTP/1.1 and HTTP/2 on one port, in clear or by TLS. */
final class Connectors {
    private Connectors() {}

    static ServerConnector connector(Server server, WebConfig config) throws IOException {
        HttpConfiguration http = httpConfiguration(config);
        List<ConnectionFactory> factories =
                config.tls_keystore().isEmpty() ? plain(http, config) : secure(http, config);
        ServerConnector connector = new ServerConnector(server, 1, -1, factories.toArray(new ConnectionFactory[0]));
        connector.setHost(config.host());
        connector.setPort(config.port());
        connector.setIdleTimeout(config.idle_timeout_seconds() * 1000L);
        return connector;
    }

    private static HttpConfiguration httpConfiguration(WebConfig config) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(config.header_bytes());
        http.setHttpCompliance(HttpCompliance.RFC9110);
        // The front door reads the raw path itself and refuses more than Jetty would.
        http.setUriCompliance(UriCompliance.UNSAFE);
        return http;
    }

    private static List<ConnectionFactory> plain(HttpConfiguration http, WebConfig config) {
        List<ConnectionFactory> factories = new ArrayList<>();
        factories.add(new HttpConnectionFactory(http));
        if (config.http2()) {
            factories.add(new CleartextHttp2(http));
        }
        return factories;
    }

    private static List<ConnectionFactory> secure(HttpConfiguration http, WebConfig config) throws IOException {
        SecureRequestCustomizer customizer = new SecureRequestCustomizer();
        // Clients check the host name; refusing it here too only keeps out those that connect by address.
        customizer.setSniHostCheck(false);
        http.addCustomizer(customizer);
        SslContextFactory.Server tls = tls(config);
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        List<ConnectionFactory> factories = new ArrayList<>();
        if (config.http2()) {
            ALPNServerConnectionFactory alpn =
                    Loading.by(JDK9ServerALPNProcessor.class.getClassLoader(), () -> new ALPNServerConnectionFactory());
            alpn.setDefaultProtocol(http1.getProtocol());
            factories.add(new SslConnectionFactory(tls, alpn.getProtocol()));
            factories.add(alpn);
            factories.add(new HTTP2ServerConnectionFactory(http));
        } else {
            factories.add(new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()));
        }
        factories.add(http1);
        return factories;
    }

    private static SslContextFactory.Server tls(WebConfig config) throws IOException {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(Path.of(config.tls_keystore()).toUri().toString());
        tls.setKeyStoreType(config.tls_keystore_type());
        tls.setKeyStorePassword(
                Files.readString(Path.of(config.tls_password_file())).trim());
        return tls;
    }

    /** Upgrades no request that brings a body, of whatever length: Jetty would read it as frames of HTTP/2. */
    private static final class CleartextHttp2 extends HTTP2CServerConnectionFactory {
        CleartextHttp2(HttpConfiguration http) {
            super(http);
        }

        @Override
        public @Nullable Connection upgradeConnection(
                Connector connector, EndPoint endPoint, MetaData.Request request, HttpFields.Mutable response101) {
            return request.getHttpFields().contains(HttpHeader.TRANSFER_ENCODING)
                    ? null
                    : super.upgradeConnection(connector, endPoint, request, response101);
        }
    }
}
