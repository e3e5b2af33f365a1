/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import io.subrack.kernel.spi.ConfigurationCheck;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Keeps a configuration from being taken with which no bundle would find its database at the next start. */
@Component(property = ConfigurationCheck.PID_PROPERTY + "=" + DataConfig.Checked.PID)
public final class DataConfigurationCheck implements ConfigurationCheck {
    @Override
    public List<String> faults(Map<String, Object> values) {
        String url = values.getOrDefault("url", "").toString().strip();
        // what a reference leads to is not known here
        return url.startsWith("$[")
                ? List.of()
                : DataConfig.Checked.faults(url, values.getOrDefault("user", "").toString());
    }
}
