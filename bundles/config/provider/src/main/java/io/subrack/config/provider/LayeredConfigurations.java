/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.provider;

import io.subrack.audit.api.AuditLog;
import io.subrack.config.api.ChangeRequest;
import io.subrack.config.api.Configuration;
import io.subrack.config.api.ConfigurationException;
import io.subrack.config.api.ConfigurationProblem;
import io.subrack.config.api.Configurations;
import io.subrack.config.api.Fault;
import io.subrack.config.api.Revision;
import io.subrack.config.api.Validation;
import io.subrack.kernel.api.Author;
import io.subrack.kernel.spi.ConfigurationChange;
import io.subrack.kernel.spi.ConfigurationCheck;
import io.subrack.kernel.spi.ConfigurationLayers;
import io.subrack.kernel.spi.ConfigurationRevision;
import io.subrack.kernel.spi.LayeredConfiguration;
import io.subrack.kernel.spi.PlatformEvents;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.MetaTypeService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks changes of the configuration, has them written, and gives them to who reads them: at once to capability bundles
 * and to components that say they take changes, at the next start to the rest of the platform.
 */
@Component(service = Configurations.class)
public final class LayeredConfigurations implements Configurations {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Logger log = LoggerFactory.getLogger(LayeredConfigurations.class);

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    private volatile List<Map.Entry<Map<String, Object>, ConfigurationCheck>> checks = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    private volatile List<PlatformEvents> events = List.of();

    private final ConfigurationLayers layers;
    private final Schemas schemas;
    private final Readers readers;
    private final ChangeRecords records;
    /** Held while a change is checked and written: of two that were meant for the same revision one is refused. */
    private final Object changing = new Object();

    @Activate
    public LayeredConfigurations(
            BundleContext context,
            @Reference ConfigurationLayers layers,
            @Reference MetaTypeService metatypes,
            @Reference ServiceComponentRuntime runtime,
            @Reference AuditLog audit) {
        this.layers = layers;
        this.schemas = new Schemas(context, metatypes);
        this.readers = new Readers(context, runtime);
        this.records = new ChangeRecords(audit, () -> events);
    }

    /** All that is known at one moment. */
    private record Known(Map<String, Schema> schemas, Map<String, List<Readers.Reader>> readers) {
        @Nullable
        Schema schema(LayeredConfiguration layered) {
            return schemas.get(layered.factoryPid().orElse(layered.pid()));
        }

        List<Readers.Reader> readers(LayeredConfiguration layered) {
            return readers.getOrDefault(layered.factoryPid().orElse(layered.pid()), List.of());
        }

        /** Whoever is unknown is no part of the platform. */
        boolean live(LayeredConfiguration layered) {
            List<Readers.Reader> all = readers(layered);
            Schema schema = schema(layered);
            return all.isEmpty()
                    ? schema == null || !Readers.isPlatform(schema.bundle())
                    : all.stream().allMatch(Readers.Reader::live);
        }

        boolean has(LayeredConfiguration layered) {
            return layered.present()
                    || schema(layered) != null
                    || !readers(layered).isEmpty();
        }
    }

    private Known known(String locale) {
        return new Known(schemas.all(locale), readers.all());
    }

    @Override
    public List<Configuration> list(String locale) {
        Known known = known(locale);
        Set<String> pids = new TreeSet<>(layers.pids());
        pids.addAll(known.schemas().keySet());
        known.readers().forEach((pid, all) -> {
            if (all.stream().anyMatch(Readers.Reader::declared)) {
                pids.add(pid);
            }
        });
        return pids.stream().map(pid -> view(layers.get(pid), known)).toList();
    }

    @Override
    public Optional<Configuration> get(String pid, String locale) {
        LayeredConfiguration layered = layers.get(pid);
        Known known = known(locale);
        return known.has(layered) ? Optional.of(view(layered, known)) : Optional.empty();
    }

    private Configuration view(LayeredConfiguration layered, Known known) {
        List<Readers.Reader> all = known.readers(layered);
        List<String> failures = layered.present() ? readers.failures(layered.pid(), all) : List.of();
        return Views.of(layered, known.schema(layered), all, failures, checks(layered), known.live(layered), layers);
    }

    @Override
    public Validation validate(ChangeRequest change) {
        LayeredConfiguration now = checked(change.pid());
        Known known = known("");
        Draft draft = draft(change, now, known);
        List<String> warnings = new ArrayList<>();
        if (!known.has(now)) {
            warnings.add("No bundle that is installed reads " + change.pid()
                    + "; the values wait until one does. Check the PID if this surprises you.");
        }
        boolean live = known.live(now);
        if (!live && draft.changes()) {
            warnings.add("A change of " + change.pid() + " counts from the next start of the platform.");
        }
        List<String> touched = live && draft.changes() ? components(known.readers(now)) : List.of();
        return new Validation(draft.faults(), warnings, draft.differences(), touched, !live);
    }

    private static List<String> components(List<Readers.Reader> all) {
        return all.stream()
                .map(Readers.Reader::component)
                .filter(name -> !name.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    private Draft draft(ChangeRequest change, LayeredConfiguration now, Known known) {
        Draft draft = new Draft(change, now, known.schema(now), layers);
        checks(now).forEach(draft::judge);
        return draft;
    }

    private List<ConfigurationCheck> checks(LayeredConfiguration layered) {
        String read = layered.factoryPid().orElse(layered.pid());
        return checks.stream()
                .filter(check -> read.equals(check.getKey().get(ConfigurationCheck.PID_PROPERTY)))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** @throws ConfigurationException if it is no PID */
    private LayeredConfiguration checked(String pid) {
        if (!ConfigurationLayers.PID.matcher(pid).matches()) {
            throw new ConfigurationException(
                    ConfigurationProblem.UNKNOWN,
                    "That is no PID: it has up to 200 letters, digits, '.', '_', '$' and '-', and perhaps '~' and a name.");
        }
        return layers.get(pid);
    }

    @Override
    public Configuration change(ChangeRequest change) {
        synchronized (changing) {
            LayeredConfiguration now = expected(change);
            Known known = known("");
            Draft draft = draft(change, now, known);
            if (!draft.faults().isEmpty()) {
                throw new ConfigurationException(change.pid(), draft.faults());
            }
            if (draft.changes() || now.admin().isEmpty()) {
                write(change, Optional.of(draft.after()), draft.sealed(), known);
            }
            return view(layers.get(change.pid()), known);
        }
    }

    @Override
    public Configuration drop(ChangeRequest change) {
        synchronized (changing) {
            LayeredConfiguration now = expected(change);
            Known known = known("");
            if (!known.has(now) && now.revision() == 0) {
                throw unknown(change.pid());
            }
            if (now.admin().isPresent()) {
                write(change, Optional.empty(), Map.of(), known);
            }
            return view(layers.get(change.pid()), known);
        }
    }

    private LayeredConfiguration expected(ChangeRequest change) {
        LayeredConfiguration now = checked(change.pid());
        if (change.expected().isPresent() && change.expected().getAsLong() != now.revision()) {
            throw new ConfigurationException(
                    ConfigurationProblem.CHANGED_MEANWHILE,
                    change.pid() + " is at revision " + now.revision() + ", not "
                            + change.expected().getAsLong()
                            + ". Look at it again, and repeat the change if it still fits.");
        }
        return now;
    }

    private void write(
            ChangeRequest change, Optional<Map<String, Object>> after, Map<String, String> sealed, Known known) {
        String pid = change.pid();
        ConfigurationRevision revision =
                stored(() -> layers.write(new ConfigurationChange(pid, after, sealed, change.by(), change.reason())));
        LayeredConfiguration now = layers.get(pid);
        if (known.live(now)) {
            give(() -> layers.apply(pid), pid);
        }
        log.info("{} changed the configuration {} (revision {})", change.by().name(), pid, revision.number());
        records.changed(Views.of(revision, known.schema(now)));
    }

    /** The change is on disk and counts: what ConfigurationAdmin cannot take now it gets at the next start. */
    private static void give(Runnable step, String pid) {
        try {
            step.run();
        } catch (RuntimeException e) {
            log.error("{} is written, but counts from the next start only", pid, e);
        }
    }

    private static <T> T stored(Supplier<T> step) {
        try {
            return step.get();
        } catch (UncheckedIOException e) {
            throw new ConfigurationException(
                    ConfigurationProblem.STORE_FAILED,
                    "The configuration cannot be written: " + e.getMessage() + ". Look after the disk, then try again.",
                    e);
        }
    }

    @Override
    public Configuration create(String factoryPid, String name, Map<String, Object> values, Author by, String reason) {
        String pid = factoryPid + "~" + name;
        if (!NAME.matcher(name).matches()) {
            throw new ConfigurationException(
                    factoryPid, List.of(new Fault("name", "name must have 1 to 64 letters, digits, '.', '_' and '-'")));
        }
        synchronized (changing) {
            if (checked(pid).present()) {
                throw new ConfigurationException(
                        ConfigurationProblem.EXISTS, pid + " exists already. Change it, or choose another name.");
            }
            return change(new ChangeRequest(pid, true, values, Set.of(), OptionalLong.empty(), by, reason));
        }
    }

    @Override
    public List<Revision> history(String pid) {
        LayeredConfiguration now = checked(pid);
        Schema schema = known("").schema(now);
        return layers.history(pid).stream().map(it -> Views.of(it, schema)).toList();
    }

    @Override
    public List<Revision> between(long after, long upTo) {
        Known known = known("");
        return layers.between(after, upTo).stream()
                .map(it -> Views.of(it, known.schema(layers.get(it.pid()))))
                .toList();
    }

    @Override
    public Configuration revert(long revision, ChangeRequest change) {
        synchronized (changing) {
            expected(change);
            ConfigurationRevision target = layers.history(change.pid()).stream()
                    .filter(it -> it.number() == revision)
                    .findFirst()
                    .orElseThrow(() -> new ConfigurationException(
                            ConfigurationProblem.REVISION_UNKNOWN,
                            change.pid() + " has no revision " + revision + ". Choose one of its history."));
            if (target.after().isEmpty()) {
                return drop(change);
            }
            return change(new ChangeRequest(
                    change.pid(),
                    true,
                    target.after().get(),
                    Set.of(),
                    change.expected(),
                    change.by(),
                    change.reason()));
        }
    }

    @Override
    public Map<String, Set<String>> secrets() {
        Map<String, Set<String>> secrets = new TreeMap<>();
        layers.secrets().forEach(name -> secrets.put(name, referring(name)));
        return secrets;
    }

    private Set<String> referring(String secret) {
        String reference = "$[secret:" + secret + "]";
        Set<String> pids = new TreeSet<>();
        for (String pid : layers.pids()) {
            if (layers.get(pid).effective().values().stream()
                    .anyMatch(value -> value.toString().contains(reference))) {
                pids.add(pid);
            }
        }
        return pids;
    }

    @Override
    public void putSecret(String name, String text, Author by) {
        if (!ConfigurationLayers.SECRET_NAME.matcher(name).matches()) {
            throw new ConfigurationException(
                    "secret",
                    List.of(new Fault(
                            "name",
                            "the name of a secret is a letter and up to 63 letters, digits, '.', '_' and '-'")));
        }
        if (text.isEmpty() || text.length() > Draft.MAX_TEXT_CHARS) {
            throw new ConfigurationException(
                    "secret " + name,
                    List.of(new Fault("value", "value must have 1 to " + Draft.MAX_TEXT_CHARS + " characters")));
        }
        synchronized (changing) {
            stored(() -> {
                layers.putSecret(name, text);
                return name;
            });
            Known known = known("");
            for (String pid : referring(name)) {
                if (known.live(layers.get(pid))) {
                    give(() -> layers.renew(pid), pid);
                }
            }
            records.secret(name, "set", by);
        }
    }

    @Override
    public void deleteSecret(String name, Author by) {
        synchronized (changing) {
            if (!layers.secrets().contains(name)) {
                throw new ConfigurationException(
                        ConfigurationProblem.SECRET_UNKNOWN, "There is no such secret. Choose one of the list.");
            }
            Set<String> pids = referring(name);
            if (!pids.isEmpty()) {
                throw new ConfigurationException(
                        ConfigurationProblem.SECRET_IN_USE,
                        "The secret " + name + " is referred to by " + String.join(", ", pids)
                                + ". Change these first.");
            }
            stored(() -> layers.deleteSecret(name));
            records.secret(name, "deleted", by);
        }
    }

    private static ConfigurationException unknown(String pid) {
        return new ConfigurationException(
                ConfigurationProblem.UNKNOWN, "There is no configuration " + pid + ", and no bundle reads one.");
    }

    /** The tests' door to what components bring. */
    void checks(List<Map.Entry<Map<String, Object>, ConfigurationCheck>> some) {
        checks = List.copyOf(some);
    }
}
