/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import java.io.InputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RestDescriptionTest {
    private static final String RESOURCE =
            "<property name=\"osgi.jakartars.resource\" type=\"Boolean\" value=\"true\"/>";

    @Retention(RetentionPolicy.RUNTIME)
    @HttpMethod("PURGE")
    public @interface Purge {}

    @Path("contract/{id: [0-9]+}")
    public interface Contract {
        @GET
        String get(String id);

        @DELETE
        @Path("parts/{part}")
        void delete(String id, String part);
    }

    public abstract static class Base implements Contract {
        @Override
        public String get(String id) {
            return id;
        }

        @POST
        public void post(String body) {}
    }

    public static class Implementation extends Base {
        @Override
        public void delete(String id, String part) {}

        @Purge
        public void purge() {}

        @Path("locator")
        public Object locator() {
            return this;
        }
    }

    @Path("/simple")
    public static class Simple {
        @GET
        public String get() {
            return "";
        }
    }

    @ApplicationPath("v2")
    public static class Shop extends Application {}

    private static List<String> describe(TestBundle bundle) {
        return new RestDescription(new Staging())
                .describe(new DescribedArtifact(bundle)).stream()
                        .map(contribution -> contribution.kind() + " " + contribution.id())
                        .toList();
    }

    private static TestBundle artifact(Class<?> type, String properties) {
        return new TestBundle("com.acme.x", "1.0.0")
                .header("Service-Component", "OSGI-INF/a.xml, /OSGI-INF/b*.xml")
                .entry("OSGI-INF/a.xml", DescribedArtifact.component(type.getName(), "bundle", properties))
                .classes(type, Base.class, Contract.class, Purge.class);
    }

    @Test
    void inheritsAnnotationsFromSuperClassesAndInterfaces() {
        assertThat(describe(artifact(Implementation.class, RESOURCE)))
                .containsExactly(
                        "endpoint DELETE /contract/{id}/parts/{part}",
                        "endpoint GET /contract/{id}",
                        "endpoint POST /contract/{id}",
                        "endpoint PURGE /contract/{id}",
                        "route /contract");
    }

    @Test
    void saysNothingOfAResourceClassThatIsNoService() {
        assertThat(describe(new TestBundle("com.acme.x", "1").classes(Simple.class)))
                .isEmpty();
        assertThat(describe(artifact(Simple.class, ""))).isEmpty();
    }

    @Test
    void saysWhatABundleHasScannedFor() {
        var bundle = new TestBundle("com.acme.x", "1")
                .header(
                        "Require-Capability",
                        "osgi.ee;filter:=\"(osgi.ee=JavaSE)\",osgi.extender;filter:=\"(osgi.extender=io.subrack.rest)\"")
                .classes(Simple.class, Base.class, Contract.class);

        assertThat(describe(bundle)).containsExactly("endpoint GET /simple", "route /simple");
    }

    @Test
    void findsTheBaseOfAnApplicationInTheSameArtifact() {
        String select = "<property name=\"osgi.jakartars.application.select\">(osgi.jakartars.name=shop)\n</property>";
        var bundle = artifact(Simple.class, RESOURCE + select)
                .entry(
                        "OSGI-INF/b1.xml",
                        DescribedArtifact.component(
                                Shop.class.getName(),
                                "singleton",
                                "<property name=\"osgi.jakartars.application.base\" value=\"/shop\"/>"
                                        + "<property name=\"osgi.jakartars.name\" value=\"shop\"/>"))
                .classes(Shop.class);

        assertThat(describe(bundle)).containsExactly("endpoint GET /shop/v2/simple", "route /shop/v2/simple");
    }

    @Test
    void saysOnlyWhatIsCertain() {
        assertThat(
                        describe(
                                artifact(
                                        Simple.class,
                                        RESOURCE
                                                + "<property name=\"osgi.jakartars.application.select\" value=\"(osgi.jakartars.name=elsewhere)\"/>")))
                .isEmpty();
        assertThat(describe(artifact(
                        Simple.class,
                        RESOURCE + "<property name=\"osgi.jakartars.extension.select\" value=\"(a=b)\"/>")))
                .isEmpty();
        assertThat(describe(artifact(Simple.class, RESOURCE + "<properties entry=\"more.properties\"/>")))
                .isEmpty();
        assertThat(describe(artifact(Simple.class, RESOURCE).header("Bundle-ClassPath", "lib/a.jar")))
                .isEmpty();
    }

    @Test
    void survivesHostileFiles() throws Exception {
        String name = Simple.class.getName().replace('.', '/') + ".class";
        byte[] original;
        try (InputStream in = Simple.class.getClassLoader().getResourceAsStream(name)) {
            original = in.readAllBytes();
        }
        var random = new Random(42);
        for (int i = 0; i < 3000; i++) {
            byte[] broken = original.clone();
            for (int j = 0; j < 1 + i % 8; j++) {
                broken[8 + random.nextInt(broken.length - 8)] = (byte) random.nextInt();
            }
            describe(artifact(Simple.class, RESOURCE).entry(name, broken));
            assertThat(ClassFacts.read(broken)).isNotNull();
        }
        assertThat(describe(artifact(Simple.class, RESOURCE).entry(name, new byte[3 * 1024 * 1024])))
                .isEmpty();
        assertThat(describe(artifact(Simple.class, RESOURCE)
                        .entry("OSGI-INF/a.xml", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>")))
                .isEmpty();
        assertThat(describe(artifact(Simple.class, RESOURCE).entry("OSGI-INF/a.xml", "<component><".repeat(1000))))
                .isEmpty();
    }
}
