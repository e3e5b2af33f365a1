/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** A real framework with a real component runtime, and nothing else of the platform. */
final class TestFramework implements AutoCloseable {
    private static final String SHARED = String.join(
            ",",
            "org.osgi.service.component;version=1.5.1",
            "org.osgi.service.component.runtime;version=1.5.1",
            "org.osgi.service.component.runtime.dto;version=1.5.1",
            "org.osgi.util.promise;version=1.3.0",
            "org.osgi.util.function;version=1.2.0",
            "org.osgi.service.cm;version=1.6.1",
            "org.osgi.service.condition;version=1.0.0",
            "org.apache.felix.hc.api;version=2.0.4",
            "org.osgi.service.metatype.annotations;version=1.4.1",
            "org.slf4j;version=2.0.20",
            "io.subrack.kernel.api;version=1.2.0",
            "io.subrack.kernel.spi;version=1.4.0",
            "com.fasterxml.jackson.core;version=2.22.4",
            "com.fasterxml.jackson.databind;version=2.22.4",
            "com.fasterxml.jackson.databind.cfg;version=2.22.4",
            "com.fasterxml.jackson.databind.json;version=2.22.4",
            "com.fasterxml.jackson.databind.node;version=2.22.4");

    private final Framework framework;

    TestFramework(Path directory, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.put(Constants.FRAMEWORK_STORAGE, directory.resolve("cache").toString());
        all.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        all.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        all.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SHARED);
        all.put("ds.loglevel", "1");
        all.put("felix.log.level", "1");
        framework = new FrameworkFactory().newFramework(all);
        try {
            framework.start();
        } catch (BundleException e) {
            throw new IllegalStateException(e);
        }
    }

    TestFramework withComponents() {
        installPlatform("org.apache.felix.scr.impl.Activator");
        return this;
    }

    TestFramework withConfigurationAdmin() {
        installPlatform("org.apache.felix.cm.impl.ConfigurationManager");
        return this;
    }

    private void installPlatform(String someClass) {
        try {
            URI jar = Class.forName(someClass, false, getClass().getClassLoader())
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            try (InputStream content = Files.newInputStream(Path.of(jar))) {
                context().installBundle("platform:" + someClass, content).start();
            }
        } catch (BundleException | IOException | ReflectiveOperationException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Returns the installed instances of capability bundles as {@code name version state}, sorted. */
    java.util.List<String> instances() {
        return java.util.Arrays.stream(context().getBundles())
                .filter(bundle -> bundle.getLocation().startsWith("subrack:"))
                .map(bundle -> bundle.getSymbolicName() + " " + bundle.getVersion() + " " + state(bundle))
                .sorted()
                .toList();
    }

    private static String state(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> "active";
            case Bundle.STARTING -> "starting";
            case Bundle.RESOLVED -> "resolved";
            case Bundle.INSTALLED -> "installed";
            default -> "leaving";
        };
    }

    @Override
    public void close() {
        try {
            framework.stop();
            framework.waitForStop(5_000);
        } catch (BundleException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
