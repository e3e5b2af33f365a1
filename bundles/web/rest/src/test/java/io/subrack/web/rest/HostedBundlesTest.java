/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static io.subrack.web.rest.TestDoor.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.web.rest.TestResources.Other;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.io.File;
import java.lang.ref.WeakReference;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** Resources that are classes of real bundles. */
class HostedBundlesTest {
    @RegisterExtension
    final TestHosting test = new TestHosting();

    @Test
    void findsResourceClassesOfBundlesThatAskForIt() throws Exception {
        Bundle asking = new TestBundle("com.acme.plain", "1.0.0")
                .header("DynamicImport-Package", "*")
                .header("Require-Capability", "osgi.extender;filter:=\"(osgi.extender=io.subrack.rest)\"")
                .header("Bundle-ClassPath", ".")
                .classes(HostedBundlesTest.class, Plain.class, TestResources.class, Other.class)
                .install(providing(), "subrack:plain");
        asking.start();

        await(() -> test.prefixes().equals("/other /plain"));

        assertThat(test.door().get("/plain").body())
                .as(() -> String.valueOf(test.door().lastFailure))
                .isEqualTo("plain com.acme.plain");
        asking.stop();
        assertThat(test.door().mounts).isEmpty();
    }

    /** The extender capability stands in this bundle's manifest, which is not installed here. */
    private BundleContext providing() throws BundleException {
        new TestBundle("provider", "1.0.0")
                .header("Provide-Capability", "osgi.extender;osgi.extender=\"io.subrack.rest\"")
                .install(test.context(), "provider")
                .start();
        return test.context();
    }

    @Path("plain")
    public static class Plain {
        private final BundleContext context;

        public Plain(BundleContext context) {
            this.context = context;
        }

        @GET
        @Produces("text/plain")
        public String get() {
            return "plain " + context.getBundle().getSymbolicName();
        }
    }

    @Test
    void servesADeclaredComponentWhereItsArtifactSaidAndLetsItGo() throws Exception {
        for (String library : new String[] {
            "org.apache.felix.scr", "org.osgi.util.promise", "org.osgi.util.function", "org.osgi.service.component"
        }) {
            test.context().installBundle(jarOf(library));
        }
        for (Bundle library : test.context().getBundles()) {
            library.start();
        }
        TestBundle artifact = new TestBundle("com.acme.ds", "1.0.0")
                .header("Service-Component", "OSGI-INF/*.xml")
                .header("DynamicImport-Package", "*")
                .header("Require-Capability", "osgi.extender;filter:=\"(osgi.extender=osgi.component)\"")
                .entry("OSGI-INF/plain.xml", DescribedArtifact.PROTOTYPE_XML)
                .classes(HostedBundlesTest.class, Declared.class);
        Bundle bundle = artifact.install(test.context(), "subrack:ds");
        var loader = new WeakReference<>(startAndCall(bundle));

        assertThat(new RestDescription(new Staging())
                        .describe(new DescribedArtifact(artifact)).stream()
                                .map(contribution -> contribution.kind() + " " + contribution.id()))
                .containsExactly("endpoint GET /declared/{id}", "route /declared");
        bundle.stop();
        assertThat(test.door().mounts).isEmpty();
        bundle.uninstall();
        test.context().getBundle(0).adapt(FrameworkWiring.class).refreshBundles(null);

        await(() -> {
            System.gc();
            return loader.get() == null;
        });
    }

    private ClassLoader startAndCall(Bundle bundle) throws Exception {
        bundle.start();
        await(() -> test.prefixes().equals("/declared"));
        assertThat(test.door().get("/declared/7").body())
                .as(() -> String.valueOf(test.door().lastFailure))
                .isEqualTo("{\"id\":\"7\"}");
        return bundle.adapt(BundleWiring.class).getClassLoader();
    }

    private static String jarOf(String symbolicName) {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (new File(entry).getName().startsWith(symbolicName + "-")) {
                return new File(entry).toURI().toString();
            }
        }
        throw new AssertionError(symbolicName + " is not on the class path");
    }

    /** Registered by declarative services. */
    @Path("declared/{id}")
    public static class Declared {
        @Context
        UriInfo uri;

        @GET
        @Produces("application/json")
        public Map<String, String> get(@PathParam("id") String id) {
            return Map.of("id", uri.getPathParameters().getFirst("id"));
        }
    }
}
