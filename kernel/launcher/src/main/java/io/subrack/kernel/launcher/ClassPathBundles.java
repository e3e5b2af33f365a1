/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.Bundle;
import org.osgi.framework.connect.FrameworkUtilHelper;

/**
 * Finds the bundle of a class that came from the class path, for {@code FrameworkUtil.getBundle}. It is static, because
 * the framework's utility class finds it as a Java service; with several platforms in one JVM the newest answers.
 */
public final class ClassPathBundles implements FrameworkUtilHelper {
    private static final List<Map<String, Bundle>> PLATFORMS = new CopyOnWriteArrayList<>();

    /** Registers the connected bundles of a platform by {@link #key(Path)}. */
    static void add(Map<String, Bundle> bundles) {
        PLATFORMS.add(0, bundles);
    }

    static void remove(Map<String, Bundle> bundles) {
        PLATFORMS.removeIf(platform -> platform == bundles);
    }

    /** Returns how a class loader spells the place of a class path entry. */
    static String key(Path classPathEntry) {
        return classPathEntry.toFile().toURI().getRawPath();
    }

    @Override
    public Optional<Bundle> getBundle(Class<?> classFromBundle) {
        if (PLATFORMS.isEmpty() || classFromBundle.getClassLoader() != ClassPathBundles.class.getClassLoader()) {
            return Optional.empty();
        }
        CodeSource source = classFromBundle.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        if (location == null) {
            return Optional.empty();
        }
        String key = location.getPath();
        for (Map<String, Bundle> platform : PLATFORMS) {
            Bundle bundle = platform.get(key);
            if (bundle != null) {
                return Optional.of(bundle);
            }
        }
        return Optional.empty();
    }
}
