/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tracing;

import io.subrack.kernel.spi.ConfigurationCheck;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Says what is wrong with a configuration before it is taken. */
@Component(property = ConfigurationCheck.PID_PROPERTY + "=" + TracingConfig.PID)
public final class TracingConfigurationCheck implements ConfigurationCheck {
    @Override
    public List<String> faults(Map<String, Object> values) {
        Map<String, Object> known = new java.util.HashMap<>(values);
        if (String.valueOf(values.get("headers")).contains("$[")) {
            known.remove("headers"); // what it leads to is read when it counts
        }
        SettingsReader reader = new SettingsReader(known, name -> null);
        reader.read();
        return reader.faults();
    }
}
