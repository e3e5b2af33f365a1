/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads what is configured before there is a framework, so that the platform need not start with it to find out that it is
 * wrong. The bundle that owns the files names the class in its header {@value #HEADER}; it has a public constructor without
 * parameters.
 */
@ProviderType
public interface ConfigurationSource {
    /** The manifest header with the name of the class. */
    String HEADER = "Subrack-Configuration-Source";

    /**
     * Reads all layers but that which bundles bring with them. Logs nothing and changes nothing.
     *
     * @param config the configuration directory
     * @param data the data directory; need not be there
     * @param properties of the framework, for placeholders in files
     */
    Content read(Path config, Path data, UnaryOperator<@Nullable String> properties);

    /** Returns the file that has what was set through the management API, for whom a platform that does not start keeps from it. */
    Path adminFile(Path data, String pid);

    /**
     * What there is.
     *
     * @param configurations by what a file is called or an admin has set
     * @param unread what cannot be read and would be left out
     */
    record Content(List<LayeredConfiguration> configurations, List<Unread> unread) {
        public Content {
            configurations = List.copyOf(configurations);
            unread = List.copyOf(unread);
        }
    }

    /**
     * Something that cannot be read.
     *
     * @param pid of the file
     * @param sentence what is wrong with it, after the name of the file
     */
    record Unread(String pid, String sentence) {}
}
