/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import io.subrack.kernel.api.PlatformProperties;
import io.subrack.kernel.spi.Boot;
import io.subrack.kernel.spi.DataLayout;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.felix.framework.util.FelixConstants;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a platform in this JVM. One launcher starts one platform once. */
public final class PlatformLauncher {
    /** Without SPI-Fly, Java services on one class path need no mediation; bundles ask for a mediator all the same. */
    private static final String SERVICE_LOADER_CAPABILITIES =
            "osgi.extender;osgi.extender=\"osgi.serviceloader.processor\";version:Version=\"1.0\","
                    + "osgi.extender;osgi.extender=\"osgi.serviceloader.registrar\";version:Version=\"1.0\"";

    private static final Logger log = LoggerFactory.getLogger(PlatformLauncher.class);

    private final LauncherConfiguration configuration;
    private final PlatformIndex index;
    private final List<Consumer<BundleContext>> hooks = new ArrayList<>();
    private final Instant started = Instant.now();
    private volatile String progress = "the data directory";

    public PlatformLauncher(LauncherConfiguration configuration, PlatformIndex index) {
        this.configuration = configuration;
        this.index = index;
    }

    /** Calls back with the system bundle's context when the framework is there and no platform bundle yet. */
    public PlatformLauncher onFrameworkStart(Consumer<BundleContext> hook) {
        hooks.add(hook);
        return this;
    }

    /**
     * Locks the data directory, starts the framework and all platform bundles, and boots the current deployment set if
     * the index has the deployment engine.
     *
     * @throws LaunchException if that fails; nothing is left running then. {@link ExitCode#BAD_CONFIGURATION} with all
     *     faults of the configuration, before anything is started
     */
    public RunningPlatform launch() {
        DataDirectory data = DataDirectory.lock(configuration.data());
        try {
            data.writeState("starting");
            restore();
            refuseFaults();
            return launch(data);
        } catch (RuntimeException e) {
            close(data, e);
            throw e;
        }
    }

    /** Before anybody opens a file of the data directory. */
    private void restore() {
        try {
            new PendingRestore(configuration.data(), new RestoreDisk(), Clock.systemUTC())
                    .apply()
                    .ifPresent(before -> log.warn(
                            "A restore was applied: the data directory is that of the backup; what was there before is in {}",
                            before));
        } catch (IOException e) {
            throw new LaunchException(
                    ExitCode.UNEXPECTED,
                    "the restore that waits in " + configuration.data().resolve(DataLayout.RESTORE)
                            + " cannot be applied: " + e + "; see to it and start again, it goes on where it ended",
                    e);
        }
    }

    /** After a restore, which brings a configuration of its own. */
    private void refuseFaults() {
        progress = "the configuration";
        List<String> faults = configurationFaults(configuration, index);
        if (!faults.isEmpty()) {
            throw ConfigurationFaults.refusal(faults);
        }
    }

    /** Returns what is wrong with the configuration of the platform's bundles, one sentence for each fault. */
    static List<String> configurationFaults(LauncherConfiguration configuration, PlatformIndex index) {
        Map<String, String> properties = properties(configuration);
        return ConfigurationFaults.of(index, configuration, name -> {
            String property = properties.get(name);
            return property == null ? System.getProperty(name) : property;
        });
    }

    /** Returns the framework's properties that the configuration may refer to. */
    private static Map<String, String> properties(LauncherConfiguration configuration) {
        Map<String, String> properties = new HashMap<>(configuration.frameworkProperties());
        properties.put(PlatformProperties.HOME, configuration.home().toString());
        properties.put(PlatformProperties.DATA, configuration.data().toString());
        properties.put(PlatformProperties.CONFIG, configuration.config().toString());
        properties.put(PlatformProperties.VERSION, ProductVersion.text());
        return properties;
    }

    /** Returns what is being done right now, for whoever waits too long. */
    public String progress() {
        return progress;
    }

    private RunningPlatform launch(DataDirectory data) {
        if (!index.stale().isEmpty()) {
            log.warn("The platform index is out of date for {}; the jars were read instead", index.stale());
        }
        FrameworkLog frameworkLog = new FrameworkLog();
        PlatformConnector connector =
                new PlatformConnector(index, configuration.mode(), PlatformLauncher.class.getClassLoader());
        PlatformFramework framework = new PlatformFramework(frameworkConfiguration(data, frameworkLog), connector);
        PlatformBundles bundles = new PlatformBundles(framework, connector, configuration.mode(), index);
        RunningPlatform platform = new RunningPlatform(framework, bundles, data, configuration);
        try {
            start(framework, frameworkLog);
            bundles.serve(what -> progress = what);
            refuseFailure(framework.getBundleContext());
            if (index.symbolicNames().contains(Engine.BUNDLE)) {
                progress = "the current deployment set";
                platform.boot();
            }
            bundles.manage(what -> progress = what);
            platform.complete();
            return platform;
        } catch (RuntimeException e) {
            abandon(platform, e);
            throw e;
        }
    }

    /** What a component throws at its start stays with the component runtime; so they leave word. */
    private static void refuseFailure(BundleContext context) {
        String failed = "(" + Condition.CONDITION_ID + "=" + Boot.FAILED + ")";
        try {
            Collection<ServiceReference<Condition>> failures = context.getServiceReferences(Condition.class, failed);
            if (!failures.isEmpty()) {
                Object reason = failures.iterator().next().getProperty(Boot.REASON);
                throw new LaunchException(ExitCode.PLATFORM_FAILED, String.valueOf(reason));
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void start(Framework framework, FrameworkLog frameworkLog) {
        progress = "the framework";
        try {
            framework.init(frameworkLog);
            framework.getBundleContext().addFrameworkListener(frameworkLog);
            OsgiLogService.register(framework.getBundleContext());
            ProcessLog.register(
                    framework.getBundleContext(), configuration.data().resolve("logs"));
            for (Consumer<BundleContext> hook : hooks) {
                hook.accept(framework.getBundleContext());
            }
            framework.start();
        } catch (BundleException e) {
            throw new LaunchException(
                    ExitCode.PLATFORM_FAILED, "the framework cannot be started: " + e.getMessage(), e);
        }
    }

    private Map<String, Object> frameworkConfiguration(DataDirectory data, FrameworkLog frameworkLog) {
        Map<String, Object> properties = new HashMap<>();
        // the class path must not leak into bundles that forgot an import
        properties.put("felix.bootdelegation.implicit", "false");
        // the data directory is locked already
        properties.put("felix.cache.locking", "false");
        properties.put(FelixConstants.LOG_LEVEL_PROP, "2");
        // it warns at each stop of its own accord
        properties.put("org.apache.felix.eventadmin.LogLevel", "1");
        properties.put(FelixConstants.LOG_LOGGER_PROP, frameworkLog);
        if (configuration.mode() == PlatformMode.CONNECT) {
            offer(properties);
        }
        properties.putAll(properties(configuration));
        properties.put(Constants.FRAMEWORK_STORAGE, data.frameworkStorage().toString());
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        properties.put(PlatformProperties.STARTED, started.toString());
        return properties;
    }

    private void offer(Map<String, Object> properties) {
        String capabilities = index.systemCapabilities();
        properties.put(
                Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA,
                capabilities.isEmpty()
                        ? SERVICE_LOADER_CAPABILITIES
                        : SERVICE_LOADER_CAPABILITIES + "," + capabilities);
        String packages = index.systemPackages();
        if (!packages.isEmpty()) {
            properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, packages);
        }
    }

    private static void abandon(RunningPlatform platform, RuntimeException problem) {
        try {
            platform.halt();
        } catch (RuntimeException e) {
            problem.addSuppressed(e);
        }
    }

    private static void close(DataDirectory data, RuntimeException problem) {
        try {
            data.close();
        } catch (RuntimeException e) {
            problem.addSuppressed(e);
        }
    }
}
