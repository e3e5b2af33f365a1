/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.benchmarks;

import io.subrack.examples.greeter.GreeterResource;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.glassfish.jersey.jackson.JacksonFeature;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.servlet.ServletContainer;

/** The baseline: the greeter as anybody would serve it without a platform. */
public final class BareJettyJersey {
    private BareJettyJersey() {}

    /** @param args the port */
    public static void main(String[] args) throws Exception {
        ResourceConfig application = new ResourceConfig(GreeterResource.class, JacksonFeature.class)
                .property(ServerProperties.WADL_FEATURE_DISABLE, true);
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder servlet = new ServletHolder(new ServletContainer(application));
        servlet.setInitOrder(1);
        servlet.setAsyncSupported(true);
        context.addServlet(servlet, "/*");

        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(args[0]));
        server.addConnector(connector);
        server.setHandler(context);
        server.start();
        server.join();
    }
}
