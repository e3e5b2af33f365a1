/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.subrack.config.api.Configuration;
import io.subrack.config.api.Configurations;
import io.subrack.config.api.Secret;
import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Platform;
import io.subrack.kernel.spi.Measurement;
import io.subrack.kernel.spi.MeasurementSource;
import io.subrack.kernel.spi.PlatformLog;
import io.subrack.kernel.spi.Traffic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;

/** What is to be said of a running platform to somebody who cannot look at it. */
@Component(service = SupportFacts.class)
public final class SupportFacts {
    private static final int SETS = 20;
    private static final int LINES = 10_000;
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private final BundleContext context;
    private final Platform platform;
    private final Deployments deployments;
    private final ProcessFacts process;

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private volatile List<Configurations> configurations = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private volatile List<PlatformLog> logs = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private volatile List<MeasurementSource> sources = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private volatile List<Traffic> traffic = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private volatile List<HealthCheckExecutor> health = List.of();

    @Activate
    public SupportFacts(BundleContext context, @Reference Platform platform, @Reference Deployments deployments) {
        this.context = context;
        this.platform = platform;
        this.deployments = deployments;
        this.process = new ProcessFacts(context);
    }

    /** One file of the zip. */
    @FunctionalInterface
    interface Part {
        String text() throws Exception;
    }

    /** Returns the files by name, in the order in which they are collected. */
    Map<String, Part> parts() {
        Map<String, Part> parts = new LinkedHashMap<>();
        parts.put(
                "README.txt",
                () -> "What this Subrack looked like. Secrets were taken out; look through it all the same"
                        + " before you send it away: log lines and configuration may tell of your business.\n");
        parts.put("platform.json", () -> json(platformFacts()));
        parts.put("threads.txt", process::threads);
        parts.put("health.json", () -> json(healthResults()));
        parts.put("bundles.json", () -> json(bundles()));
        parts.put("faults.json", () -> json(faults()));
        parts.put("wiring.txt", this::wiring);
        parts.put(
                "sets.json",
                () -> json(
                        deployments.sets(SETS).stream().map(SupportFacts::set).toList()));
        parts.put(
                "deployments.json",
                () -> json(deployments.history(SETS).stream()
                        .map(SupportFacts::deployment)
                        .toList()));
        parts.put("configuration.json", () -> json(configuration()));
        parts.put("metrics.txt", this::metrics);
        parts.put("files.txt", process::files);
        parts.put("log.txt", this::log);
        return parts;
    }

    private static String json(Object value) throws JsonProcessingException {
        return MAPPER.writeValueAsString(value) + "\n";
    }

    private Map<String, Object> platformFacts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("version", platform.version());
        facts.put("started", platform.started().toString());
        facts.put("state", platform.state().name());
        facts.put("awaiting", platform.awaiting());
        facts.put("set", deployments.currentSet().number());
        facts.putAll(process.facts());
        return facts;
    }

    private List<Map<String, Object>> healthResults() {
        List<Map<String, Object>> results = new ArrayList<>();
        for (HealthCheckExecutor executor : health) {
            for (HealthCheckExecutionResult result : executor.execute(
                    HealthCheckSelector.tags("live", "ready", "started"),
                    new HealthCheckExecutionOptions().setCombineTagsWithOr(true))) {
                Map<String, Object> shown = new LinkedHashMap<>();
                shown.put("name", result.getHealthCheckMetadata().getTitle());
                shown.put("status", result.getHealthCheckResult().getStatus().name());
                shown.put("messages", messages(result.getHealthCheckResult()));
                shown.put("elapsedMillis", result.getElapsedTimeInMs());
                results.add(shown);
            }
        }
        return results;
    }

    private static List<String> messages(Result result) {
        List<String> messages = new ArrayList<>();
        for (ResultLog.Entry entry : result) {
            messages.add(entry.getStatus() + ": " + entry.getMessage());
        }
        return messages;
    }

    private List<Map<String, Object>> bundles() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("id", bundle.getBundleId());
            shown.put("symbolicName", String.valueOf(bundle.getSymbolicName()));
            shown.put("version", bundle.getVersion().toString());
            shown.put("state", state(bundle.getState()));
            shown.put("location", bundle.getLocation());
            all.add(shown);
        }
        return all;
    }

    private static String state(int state) {
        return switch (state) {
            case Bundle.ACTIVE -> "ACTIVE";
            case Bundle.INSTALLED -> "INSTALLED";
            case Bundle.RESOLVED -> "RESOLVED";
            case Bundle.STARTING -> "STARTING";
            case Bundle.STOPPING -> "STOPPING";
            default -> "UNINSTALLED";
        };
    }

    /** What cannot be resolved or satisfied, in the words of the deployment engine. */
    private Map<String, Object> faults() {
        Map<String, Object> faults = new TreeMap<>();
        for (BundleStatus status : deployments.bundles()) {
            if (status.health() != BundleStatus.Health.SERVING) {
                faults.put(
                        status.entry().symbolicName(),
                        Map.of("health", status.health().name(), "faults", status.faults()));
            }
        }
        return faults;
    }

    /** Who is wired to whom, of what was deployed. */
    private String wiring() {
        StringBuilder text = new StringBuilder();
        for (Bundle bundle : context.getBundles()) {
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            if (wiring == null || !bundle.getLocation().startsWith("subrack:")) {
                continue;
            }
            text.append(bundle.getSymbolicName())
                    .append(' ')
                    .append(bundle.getVersion())
                    .append('\n');
            List<BundleWire> wires = wiring.getRequiredWires(null);
            for (BundleWire wire : wires == null ? List.<BundleWire>of() : wires) {
                text.append("    ")
                        .append(wire.getCapability().getNamespace())
                        .append(' ')
                        .append(wire.getCapability()
                                .getAttributes()
                                .getOrDefault(wire.getCapability().getNamespace(), ""))
                        .append(" <- ")
                        .append(wire.getProvider().getSymbolicName())
                        .append(' ')
                        .append(wire.getProvider().getVersion())
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static Map<String, Object> set(DeploymentSet set) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("number", set.number());
        shown.put("created", set.created().toString());
        shown.put("deployment", set.deployment());
        shown.put("configurationRevision", set.configurationRevision());
        shown.put(
                "bundles",
                set.bundles().stream()
                        .map(it -> it.symbolicName() + " " + it.version() + " " + it.state() + " "
                                + it.artifact().hex())
                        .toList());
        return shown;
    }

    private static Map<String, Object> deployment(Deployment it) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", it.id());
        shown.put("status", it.status().name());
        shown.put("phase", it.phase().name());
        shown.put("started", it.started().toString());
        shown.put("ended", it.ended().map(Object::toString).orElse(""));
        shown.put("failure", it.failure().map(Object::toString).orElse(""));
        shown.put("warnings", it.warnings());
        return shown;
    }

    private Map<String, Object> configuration() {
        Map<String, Object> all = new TreeMap<>();
        for (Configurations service : configurations) {
            for (Configuration configuration : service.list("")) {
                Map<String, Object> shown = new LinkedHashMap<>();
                shown.put("layers", configuration.layers());
                shown.put("revision", configuration.revision());
                shown.put("pending", configuration.pending());
                shown.put("problems", configuration.problems());
                Map<String, Object> values = new TreeMap<>();
                configuration
                        .values()
                        .forEach((key, value) -> values.put(
                                key,
                                value.secret()
                                        ? masked(value.effective())
                                        : value.effective().map(this::plain).orElse("")));
                shown.put("values", values);
                all.put(configuration.pid(), shown);
            }
        }
        return all;
    }

    private Object plain(Object value) {
        return value instanceof Secret secret ? masked(Optional.of(secret)) : value.toString();
    }

    private static String masked(Optional<Object> value) {
        return value.isEmpty() ? "" : Redaction.MASK;
    }

    private String metrics() {
        StringBuilder text = new StringBuilder();
        for (Traffic each : traffic) {
            text.append("# platform ").append(each.platform()).append('\n');
            new TreeMap<>(each.bundles())
                    .forEach((bundle, rates) -> text.append("# ")
                            .append(bundle)
                            .append(' ')
                            .append(rates)
                            .append('\n'));
        }
        for (MeasurementSource source : sources) {
            for (Measurement measurement : source.measurements()) {
                text.append(measurement.name())
                        .append(measurement.labels())
                        .append(' ')
                        .append(measurement.value())
                        .append('\n');
            }
        }
        return text.toString();
    }

    private String log() {
        StringBuilder text = new StringBuilder();
        for (PlatformLog log : logs) {
            List<PlatformLog.Entry> recent = log.recent();
            for (PlatformLog.Entry entry : recent.subList(Math.max(0, recent.size() - LINES), recent.size())) {
                text.append(entry.at())
                        .append(' ')
                        .append(entry.level())
                        .append(" [")
                        .append(entry.thread())
                        .append("] ")
                        .append(entry.logger())
                        .append(' ')
                        .append(entry.message())
                        .append(entry.context().isEmpty() ? "" : " " + entry.context())
                        .append('\n');
                if (entry.exception() != null) {
                    text.append(entry.exception()).append('\n');
                }
            }
        }
        return text.toString();
    }
}
