/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.deployment.GuardedCalls.HungException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRevision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Installs, starts, stops and uninstalls instances of capability bundles; whatever they do, it comes back. */
final class Instances {
    private static final Logger log = LoggerFactory.getLogger(Instances.class);
    private static final String LOCATION_PREFIX = PlatformBundles.CAPABILITY_LOCATION;
    private static final int START_OPTIONS = Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY;

    private final BundleContext context;
    private final Artifacts artifacts;
    private final StagingHooks hooks;
    private final LeakWatch leaks;
    private final AtomicLong counter = new AtomicLong();

    /** In which a thread hangs that will put them away when it comes back. */
    private final Set<Bundle> lost = ConcurrentHashMap.newKeySet();

    /** Which could not be uninstalled and have no such thread. Used by the engine's thread. */
    private final Set<Bundle> strays = new HashSet<>();

    Instances(BundleContext context, Artifacts artifacts, StagingHooks hooks, LeakWatch leaks) {
        this.context = context;
        this.artifacts = artifacts;
        this.hooks = hooks;
        this.leaks = leaks;
    }

    /** Installs another instance of an artifact; what is read is checked against its digest. */
    Bundle install(String symbolicName, Sha256 artifact) throws DeploymentFailure {
        String location =
                LOCATION_PREFIX + symbolicName + ":" + artifact.abbreviated() + ":" + counter.incrementAndGet();
        Bundle bundle;
        String digest;
        try (DigestInputStream content = new DigestInputStream(artifacts.open(artifact), sha256())) {
            bundle = context.installBundle(location, unclosed(content));
            content.transferTo(OutputStream.nullOutputStream());
            digest = HexFormat.of().formatHex(content.getMessageDigest().digest());
        } catch (DeploymentException e) {
            throw new DeploymentFailure(e.problem(), notInstalled(symbolicName, String.valueOf(e.getMessage())), e);
        } catch (BundleException | IOException | RuntimeException e) {
            String reason = Sentences.rootCause(e).getMessage();
            throw new DeploymentFailure(
                    DeploymentProblem.ARTIFACT_INVALID, notInstalled(symbolicName, String.valueOf(reason)), e);
        }
        if (!digest.equals(artifact.hex()) || !symbolicName.equals(bundle.getSymbolicName())) {
            uninstallNow(bundle);
            throw new DeploymentFailure(
                    DeploymentProblem.ARTIFACT_INVALID,
                    notInstalled(symbolicName, "stored artifact " + artifact.abbreviated() + " is damaged"));
        }
        return bundle;
    }

    private static String notInstalled(String symbolicName, String reason) {
        String fix = reason.contains("pload") ? "" : " Upload the bundle again and deploy it.";
        return symbolicName + " could not be installed: " + reason + (reason.endsWith(".") ? "" : ".") + fix;
    }

    /** Lets the digest be read when the framework has closed its stream. */
    private static InputStream unclosed(InputStream content) {
        return new java.io.FilterInputStream(content) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return in.read(buffer, offset, length);
            }

            @Override
            public void close() {}
        };
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Starts a bundle.
     *
     * @param ifItComesBack what to do with the bundle, on its own thread, when its activator returns after it was given up
     */
    void start(Bundle bundle, GuardedCalls guard, Duration deadline, Consumer<Bundle> ifItComesBack)
            throws DeploymentFailure, InterruptedException {
        leaks.starting(bundle);
        try {
            guard.run(deadline, () -> bundle.start(START_OPTIONS));
        } catch (ExecutionException e) {
            throw startFailed(bundle, e.getCause() == null ? e : e.getCause());
        } catch (HungException e) {
            if (!e.ended()) {
                lose(bundle, e, ifItComesBack);
            }
            throw startTimeout(bundle, deadline, e.frames());
        } finally {
            leaks.started(bundle);
        }
        if (!running(bundle)) {
            throw new DeploymentFailure(
                    DeploymentProblem.START_FAILED,
                    Sentences.name(bundle) + " stopped itself while it was started; see the log for what it said.");
        }
    }

    /** Begins a start that nobody has to wait for. */
    GuardedCalls.Call<Boolean> beginStart(Bundle bundle, GuardedCalls guard) {
        leaks.starting(bundle);
        return guard.begin(() -> {
            bundle.start(START_OPTIONS);
            leaks.started(bundle);
            return true;
        });
    }

    static DeploymentFailure startTimeout(Bundle bundle, Duration deadline, StackTraceElement[] frames) {
        return new DeploymentFailure(
                DeploymentProblem.START_TIMEOUT,
                Sentences.name(bundle) + " did not start within " + Sentences.duration(deadline)
                        + ": its activator has not returned; it stands at " + Sentences.where(frames)
                        + ". Move what takes long to a thread of the bundle's own.");
    }

    static DeploymentFailure startFailed(Bundle bundle, Throwable thrown) {
        Throwable root = Sentences.rootCause(thrown);
        if (thrown instanceof BundleException failed && failed.getType() == BundleException.RESOLVE_ERROR) {
            return new DeploymentFailure(DeploymentProblem.UNRESOLVED, unresolved(bundle, root.getMessage()), thrown);
        }
        return new DeploymentFailure(
                DeploymentProblem.START_FAILED,
                Sentences.name(bundle) + " failed to start: " + Sentences.describe(root) + ".",
                thrown);
    }

    /** Says why the framework cannot wire a bundle, in the framework's words. */
    String unresolved(Bundle bundle) {
        try {
            bundle.loadClass("io.subrack.AskedOnlyToLearnWhyTheBundleDoesNotResolve");
        } catch (ClassNotFoundException e) {
            return unresolved(bundle, Sentences.rootCause(e).getMessage());
        } catch (LinkageError e) {
            return unresolved(bundle, e.getMessage());
        }
        return unresolved(bundle, "the framework gives no reason");
    }

    private static String unresolved(Bundle bundle, @Nullable String reason) {
        String words = String.valueOf(reason)
                .replaceAll(" \\[\\d+\\]\\(R [\\d.]+\\)", "")
                .replaceFirst("^Unable to resolve [^ ]+: ", "")
                .replaceFirst(" Unresolved requirements: .*$", "");
        return Sentences.name(bundle) + " cannot be wired: " + words + ".";
    }

    /** Stops a bundle and returns what went wrong on the way. */
    Optional<String> stop(Bundle bundle, GuardedCalls guard, Duration deadline) throws InterruptedException {
        if (lost.contains(bundle)) {
            return Optional.of(stillHung(bundle));
        }
        if (bundle.getState() == Bundle.UNINSTALLED) {
            return Optional.empty();
        }
        try {
            guard.run(deadline, () -> bundle.stop(Bundle.STOP_TRANSIENT));
            return Optional.empty();
        } catch (ExecutionException e) {
            Throwable root = Sentences.rootCause(e);
            return Optional.of(Sentences.name(bundle) + " failed while it stopped: " + Sentences.describe(root) + ".");
        } catch (HungException e) {
            if (!e.ended()) {
                lose(bundle, e, this::uninstallNow);
            }
            return Optional.of(Sentences.name(bundle) + " did not stop within " + Sentences.duration(deadline)
                    + "; it stands at " + Sentences.where(e.frames()) + ".");
        }
    }

    /** Uninstalls a bundle that was stopped, and returns what went wrong. */
    Optional<String> uninstall(Bundle bundle, GuardedCalls guard, Duration deadline) throws InterruptedException {
        if (lost.contains(bundle)) {
            return Optional.of(stillHung(bundle));
        }
        try {
            guard.run(deadline, () -> uninstallNow(bundle));
        } catch (ExecutionException e) {
            log.warn("{} could not be uninstalled", Sentences.name(bundle), e.getCause());
        } catch (HungException e) {
            if (!e.ended()) {
                lose(bundle, e, this::uninstallNow);
                return Optional.of(stillHung(bundle));
            }
        }
        if (bundle.getState() == Bundle.UNINSTALLED) {
            return Optional.empty();
        }
        strays.add(bundle);
        hooks.lose(bundle);
        return Optional.of(stillHung(bundle));
    }

    /** Tries again to uninstall what could not be uninstalled, where it does not hang any more. */
    void reap(GuardedCalls guard, Duration deadline) throws InterruptedException {
        for (Bundle stray : Set.copyOf(strays)) {
            boolean busy = stray.getState() == Bundle.STARTING || stray.getState() == Bundle.STOPPING;
            if (!busy && uninstall(stray, guard, deadline).isEmpty()) {
                strays.remove(stray);
                hooks.found(stray);
                log.info("{} is gone at last", Sentences.name(stray));
            }
        }
    }

    private static String stillHung(Bundle bundle) {
        return Sentences.name(bundle) + " (instance " + bundle.getBundleId()
                + ") is left behind, out of everybody's sight, because a thread hangs in it;"
                + " it goes when that thread comes back or the platform restarts.";
    }

    private void lose(Bundle bundle, HungException hung, Consumer<Bundle> ifItComesBack) {
        lost.add(bundle);
        hooks.lose(bundle);
        log.warn("{} hangs in thread {}; it {}", Sentences.name(bundle), hung.thread(), hung.getMessage());
        hung.afterwards(() -> {
            lost.remove(bundle);
            ifItComesBack.accept(bundle);
            hooks.found(bundle);
            log.info("{} came back and was put away", Sentences.name(bundle));
        });
    }

    void uninstallNow(Bundle bundle) {
        leaks.forget(bundle);
        try {
            if (bundle.getState() != Bundle.UNINSTALLED) {
                bundle.uninstall();
            }
        } catch (BundleException | RuntimeException e) {
            log.warn("{} could not be uninstalled", Sentences.name(bundle), e);
        }
    }

    void stopNow(Bundle bundle) {
        try {
            bundle.stop(Bundle.STOP_TRANSIENT);
        } catch (BundleException | RuntimeException e) {
            log.warn("{} failed while it stopped", Sentences.name(bundle), e);
        }
    }

    /** Says whether a bundle runs; one whose activation is lazy runs as soon as it waits for its first class. */
    static boolean running(Bundle bundle) {
        int state = bundle.getState();
        return state == Bundle.ACTIVE || (state == Bundle.STARTING && lazy(bundle)) || fragment(bundle);
    }

    private static boolean lazy(Bundle bundle) {
        String policy = bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY);
        return policy != null && policy.trim().startsWith(Constants.ACTIVATION_LAZY);
    }

    static boolean fragment(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }
}
