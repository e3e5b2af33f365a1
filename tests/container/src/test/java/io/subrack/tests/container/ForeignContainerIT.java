/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.url;

import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Platform;
import io.subrack.kernel.spi.Boot;
import io.subrack.web.spi.FrontDoor;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import javax.inject.Inject;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.condition.Condition;

/** The platform's bundles are good OSGi citizens: they resolve and run in a container that knows nothing of Subrack. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ForeignContainerIT {
    @Inject
    private BundleContext context;

    @Inject
    private Deployments deployments;

    @Inject
    private Platform platform;

    @Inject
    private Boot boot;

    @Inject
    private FrontDoor frontDoor;

    @Configuration
    public Option[] container() throws IOException {
        Path home = Files.createTempDirectory("subrack-container");
        Files.createDirectories(home.resolve("data"));
        Files.createDirectories(home.resolve("config"));
        Files.createDirectories(home.resolve("deploy"));
        Files.writeString(home.resolve("config/io.subrack.web.properties"), "port=0\n");
        return options(
                systemProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value("WARN"),
                frameworkProperty("org.osgi.framework.bsnversion").value("multiple"),
                frameworkProperty("subrack.home").value(home.toString()),
                frameworkProperty("subrack.data").value(home.resolve("data").toString()),
                frameworkProperty("subrack.config").value(home.resolve("config").toString()),
                frameworkProperty("subrack.version").value("0.1.0"),
                frameworkProperty("subrack.started").value("2026-01-01T00:00:00Z"),
                platformBundles(),
                junitBundles());
    }

    /** What the launcher says when it has started all bundles of the platform. */
    @Before
    public void complete() {
        context.registerService(
                Condition.class, Condition.INSTANCE, new Hashtable<>(Map.of(Condition.CONDITION_ID, Boot.COMPLETE)));
    }

    @Test
    public void everyBundleIsResolvedAndStarted() {
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            assertTrue(
                    bundle + " is in state " + bundle.getState(),
                    bundle.getState() == (fragment ? Bundle.RESOLVED : Bundle.ACTIVE));
        }
    }

    @Test
    public void theEmptySetBootsAndIsReady() {
        boot.bootCurrentSet();

        await(() -> platform.state() == Platform.State.READY);
        assertEquals(platform.awaiting().toString(), Platform.State.READY, platform.state());
        assertEquals(0, deployments.currentSet().number());
    }

    /** What the launcher did not put in as a part of the platform gets none of the platform's paths. */
    @Test
    public void theFrontDoorAnswersAndKeepsThePlatformsPathsFromBundlesOfAForeignContainer()
            throws IOException, InterruptedException {
        boot.bootCurrentSet();
        Path url = Path.of(context.getProperty("subrack.data"), "run", "http.url");
        await(() -> Files.exists(url) && platform.state() == Platform.State.READY);

        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(Files.readString(url).strip() + "/health/ready"))
                                .timeout(Duration.ofMinutes(1))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertEquals(404, answer.statusCode());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
        assertTrue(frontDoor.routes().toString(), frontDoor.routes().isEmpty());
    }

    /** Waits for a condition up to a minute; the caller asserts it. */
    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** Every jar of the test's class path that is an OSGi bundle, but for the framework and the test tools. */
    private static Option platformBundles() throws IOException {
        List<Option> bundles = new ArrayList<>();
        for (String name : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (name.endsWith(".jar") && isPlatform(Path.of(name))) {
                bundles.add(url("reference:" + Path.of(name).toUri()));
            }
        }
        return composite(bundles.toArray(Option[]::new));
    }

    private static boolean isPlatform(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            String symbolicName =
                    manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-SymbolicName");
            return symbolicName != null && !TestTools.contains(symbolicName);
        }
    }
}
