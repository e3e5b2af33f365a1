/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.io.File;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.connect.ModuleConnector;

/** Tells the framework which locations are jars of this class path. */
final class PlatformConnector implements ModuleConnector {
    private final Map<String, PlatformJar> byLocation = new HashMap<>();
    private final ClassLoader classLoader;

    PlatformConnector(PlatformIndex index, PlatformMode mode, ClassLoader classLoader) {
        this.classLoader = classLoader;
        for (PlatformJar jar : index.jars()) {
            if (jar.connected(mode)) {
                byLocation.put(jar.location(), jar);
            }
        }
    }

    boolean connects(String location) {
        return byLocation.containsKey(location);
    }

    @Override
    public void initialize(File storage, Map<String, String> configuration) {
        // the class path is fixed before there is a framework
    }

    @Override
    public Optional<ConnectModule> connect(String location) {
        PlatformJar jar = byLocation.get(location);
        if (jar == null) {
            return Optional.empty();
        }
        return Optional.of(
                Files.isDirectory(jar.file())
                        ? new DirectoryContent(jar, classLoader)
                        : new JarContent(jar, classLoader));
    }

    @Override
    public Optional<BundleActivator> newBundleActivator() {
        return Optional.empty();
    }
}
