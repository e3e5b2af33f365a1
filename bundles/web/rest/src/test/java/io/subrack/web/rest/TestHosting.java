/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.web.spi.Mount;
import io.subrack.web.spi.MountHandler;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Application;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import org.osgi.service.jakartars.runtime.dto.RuntimeDTO;

/** REST hosting in a framework of its own for each test, with bundles of test classes behind a front door. */
final class TestHosting implements BeforeEachCallback, AfterEachCallback {
    /** The property by which a service says where it belongs. */
    static final String SELECT = "osgi.jakartars.application.select";

    private final Staging staging = new Staging();
    private Path storage;
    private Framework framework;
    private BundleContext context;
    private TestDoor door;
    private RestHosting hosting;

    @Override
    public void beforeEach(ExtensionContext test) throws Exception {
        storage = Files.createTempDirectory("hosting");
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        "org.osgi.framework.storage",
                        storage.toString(),
                        "org.osgi.framework.storage.clean",
                        "onFirstInit",
                        "org.osgi.framework.bsnversion",
                        "multiple",
                        "org.osgi.framework.bootdelegation",
                        "jakarta.*",
                        "org.osgi.framework.bundle.parent",
                        "app"));
        framework.start();
        context = framework.getBundleContext();
        door = new TestDoor();
        host(SharedExtensions.PURE);
    }

    /** Begins to host; what hosted before must have been closed. */
    void host(SharedExtensions shared) {
        hosting = new RestHosting(
                context,
                door,
                staging,
                new RestHosting.Settings(Duration.ofMillis(2), Duration.ofSeconds(20), false, shared));
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        hosting.close();
        framework.stop();
        framework.waitForStop(10_000);
        door.close();
        try (Stream<Path> files = Files.walk(storage)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    BundleContext context() {
        return context;
    }

    TestDoor door() {
        return door;
    }

    Staging staging() {
        return staging;
    }

    RestHosting hosting() {
        return hosting;
    }

    Bundle bundle(String name) throws BundleException {
        return bundle(name, "subrack:" + name + ":1");
    }

    Bundle bundle(String name, String location) throws BundleException {
        Bundle bundle = new TestBundle(name, "1.0.0").install(context, location);
        bundle.start();
        return bundle;
    }

    static ServiceRegistration<?> resource(Bundle owner, Object resource, Object... properties) {
        return owner.getBundleContext()
                .registerService(
                        Object.class.getName(),
                        resource,
                        FrameworkUtil.asDictionary(with("osgi.jakartars.resource", true, properties)));
    }

    /** Registers a response filter. */
    static ServiceRegistration<?> extension(Bundle owner, Object filter, Object... properties) {
        return extensionAs(ContainerResponseFilter.class, owner, filter, properties);
    }

    static ServiceRegistration<?> extensionAs(Class<?> type, Bundle owner, Object extension, Object... properties) {
        return owner.getBundleContext()
                .registerService(
                        type.getName(),
                        extension,
                        FrameworkUtil.asDictionary(with("osgi.jakartars.extension", true, properties)));
    }

    static ServiceRegistration<?> application(Bundle owner, Application app, String base, Object... properties) {
        return owner.getBundleContext()
                .registerService(
                        Application.class.getName(),
                        app,
                        FrameworkUtil.asDictionary(with("osgi.jakartars.application.base", base, properties)));
    }

    private static Map<String, Object> with(String key, Object value, Object... more) {
        var properties = new HashMap<String, Object>();
        properties.put(key, value);
        for (int i = 0; i < more.length; i += 2) {
            properties.put((String) more[i], more[i + 1]);
        }
        return properties;
    }

    /** Leaves a mark on answers. */
    record Stamp(String value) implements ContainerResponseFilter {
        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            response.getHeaders().add("X-Stamp", value);
        }
    }

    List<String> stamps(String path) throws Exception {
        return door.get(path).headers().allValues("X-Stamp");
    }

    RuntimeDTO report() {
        return hosting.getRuntimeDTO();
    }

    String prefixes() {
        return String.join(" ", door.mounts.stream().map(Mount::prefix).sorted().toList());
    }

    Mount mount(String prefix) {
        return door.mounts.stream()
                .filter(mount -> mount.prefix().equals(prefix))
                .findFirst()
                .orElseThrow();
    }

    MountHandler handler(String prefix) {
        return mount(prefix).handler();
    }

    String body(String path) {
        try {
            return door.get(path).body();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
