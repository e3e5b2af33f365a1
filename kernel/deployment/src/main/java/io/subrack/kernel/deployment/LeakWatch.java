/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Finds retired bundles whose classes cannot go. Never asks for a garbage collection: whether classes were unloaded is
 * seen by what became of a class loader made for the purpose, so a leak is found after the collector has had its second
 * real chance, whichever collector it is. {@link #starting}, {@link #started} and {@link #forget} may be called by any
 * thread, all else by the engine's.
 */
final class LeakWatch {
    private static final int CHANCES = 2;

    private final Map<Bundle, ThreadWindow> starts = new ConcurrentHashMap<>();
    private final List<Retired> retired = new ArrayList<>();
    private WeakReference<ClassLoader> canary = canary();
    private int unloadings;

    void starting(Bundle bundle) {
        starts.put(bundle, new ThreadWindow(nextThreadId(), Long.MAX_VALUE));
    }

    void started(Bundle bundle) {
        starts.computeIfPresent(bundle, (same, window) -> new ThreadWindow(window.from(), nextThreadId()));
    }

    void forget(Bundle bundle) {
        starts.remove(bundle);
    }

    /** Watches what becomes of a bundle that is about to be uninstalled. */
    void watch(Bundle bundle, String deploymentId) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        ClassLoader loader = wiring == null ? null : wiring.getClassLoader();
        if (wiring == null || loader == null) {
            return;
        }
        Set<String> packages = wiring
                .listResources("/", "*.class", BundleWiring.LISTRESOURCES_LOCAL | BundleWiring.LISTRESOURCES_RECURSE)
                .stream()
                .filter(name -> name.indexOf('/') > 0)
                .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
                .collect(Collectors.toUnmodifiableSet());
        ThreadWindow window = starts.getOrDefault(bundle, new ThreadWindow(0, 0));
        retired.add(new Retired(
                Sentences.name(bundle),
                deploymentId,
                new WeakReference<>(loader),
                packages,
                window,
                nextThreadId(),
                unloadings));
    }

    /** Returns what was found to leak since the last call; each leak once. */
    List<Leak> check() {
        if (retired.isEmpty()) {
            return List.of();
        }
        if (canary.get() == null) {
            unloadings++;
            canary = canary();
        }
        List<Leak> leaks = new ArrayList<>();
        for (Iterator<Retired> each = retired.iterator(); each.hasNext(); ) {
            Retired bundle = each.next();
            ClassLoader loader = bundle.loader().get();
            if (loader == null) {
                each.remove();
            } else if (unloadings - bundle.unloadings() >= CHANCES) {
                leaks.add(new Leak(bundle.deploymentId(), sentence(bundle, loader)));
                each.remove();
            }
        }
        return leaks;
    }

    private static String sentence(Retired bundle, ClassLoader loader) {
        List<String> holders = LeakHolders.of(loader, bundle.packages(), bundle.window(), bundle.lastThreadId());
        return bundle.name() + " is gone but its classes are still held"
                + (holders.isEmpty()
                        ? "; no thread is seen to hold them"
                        : ", likely by " + String.join(" and ", holders))
                + ". A bundle must end its threads, timers and thread-locals when it stops.";
    }

    /** Thread ids only grow, so an unstarted thread tells which threads are older. */
    private static long nextThreadId() {
        return new Thread("unstarted").getId();
    }

    private static WeakReference<ClassLoader> canary() {
        return new WeakReference<>(new CanaryLoader().withOneClass());
    }

    /**
     * A bundle that leaks.
     *
     * @param deploymentId which deployment retired it
     * @param sentence its name and what holds it
     */
    record Leak(String deploymentId, String sentence) {}

    /** The ids that threads got while a bundle started. */
    record ThreadWindow(long from, long to) {
        boolean contains(long id) {
            return from < id && id < to;
        }
    }

    private record Retired(
            String name,
            String deploymentId,
            WeakReference<ClassLoader> loader,
            Set<String> packages,
            ThreadWindow window,
            long lastThreadId,
            int unloadings) {}

    /** A loader that has defined a class, as those of bundles have: such loaders go later than other objects. */
    private static final class CanaryLoader extends ClassLoader {
        CanaryLoader() {
            super(null);
        }

        ClassLoader withOneClass() {
            byte[] code = code();
            if (code != null) {
                defineClass(Canary.class.getName(), code, 0, code.length);
            }
            return this;
        }

        private static byte @Nullable [] code() {
            try (InputStream code = LeakWatch.class.getResourceAsStream("LeakWatch$Canary.class")) {
                return code == null ? null : code.readAllBytes();
            } catch (IOException e) {
                return null;
            }
        }
    }

    private static final class Canary {}
}
