/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What each layer says of one configuration. A value is a text, number, boolean or character, or a list of one kind of
 * these; secrets stand there as references ({@code $[secret:name]}), never as themselves, unless an admin wrote one into a
 * file.
 *
 * @param pid the PID; of a factory configuration {@code <factory PID>~<name>}
 * @param shipped what bundles bring with them in {@code OSGI-INF/configurator}
 * @param platform what stands in the files of the configuration directory, as it was at the start
 * @param admin what was set through the management API
 * @param revision the revision that set it; 0 if nobody ever did
 */
public record LayeredConfiguration(
        String pid,
        Optional<Map<String, Object>> shipped,
        Optional<Map<String, Object>> platform,
        Optional<Map<String, Object>> admin,
        long revision) {
    public LayeredConfiguration {
        shipped = shipped.map(LayeredConfiguration::copy);
        platform = platform.map(LayeredConfiguration::copy);
        admin = admin.map(LayeredConfiguration::copy);
    }

    /** Returns the values that count: of each key that of the highest layer; references stay as they are. */
    public Map<String, Object> effective() {
        Map<String, Object> effective = new TreeMap<>();
        for (Optional<Map<String, Object>> layer : List.of(shipped, platform, admin)) {
            layer.ifPresent(effective::putAll);
        }
        return effective;
    }

    /** Says whether any layer has it. */
    public boolean present() {
        return shipped.isPresent() || platform.isPresent() || admin.isPresent();
    }

    /** Returns the PID without the name, if there is one. */
    public Optional<String> factoryPid() {
        int tilde = pid.indexOf('~');
        return tilde < 0 ? Optional.empty() : Optional.of(pid.substring(0, tilde));
    }

    private static Map<String, Object> copy(Map<String, Object> layer) {
        return Collections.unmodifiableMap(new TreeMap<>(layer));
    }
}
