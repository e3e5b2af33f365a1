/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.kernel.spi.ConfigurationCheck;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Keeps a configuration with which nothing could be served from being taken: it would be found out at the next start. */
@Component(property = ConfigurationCheck.PID_PROPERTY + "=" + WebConfig.PID)
public final class WebConfigurationCheck implements ConfigurationCheck {
    @Override
    public List<String> faults(Map<String, Object> values) {
        return WebSettings.faults(values);
    }
}
