/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.subrack.kernel.spi.ConfigurationCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Keeps a configuration from being taken with which nobody could get a token, which would be found out at the next start. */
@Component(property = ConfigurationCheck.PID_PROPERTY + "=" + TokenSettings.PID)
public final class TokenConfigurationCheck implements ConfigurationCheck {
    @Override
    public List<String> faults(Map<String, Object> values) {
        List<String> faults = new ArrayList<>();
        String url = text(values, "external.url", "");
        if (!refers(url)) {
            add(faults, TokenSettings.urlFault(url));
        }
        String hours = text(values, "keys.publish.hours", String.valueOf(TokenSettings.PUBLISH_HOURS));
        String days = text(values, "keys.rotation.days", String.valueOf(TokenSettings.ROTATION_DAYS));
        if (!refers(hours) && !refers(days)) {
            add(faults, TokenSettings.periodFault(Long.parseLong(hours), Long.parseLong(days)));
        }
        return faults;
    }

    private static String text(Map<String, Object> values, String key, String otherwise) {
        return values.getOrDefault(key, otherwise).toString().strip();
    }

    /** What a reference leads to is not known here. */
    private static boolean refers(String text) {
        return text.contains("$[");
    }

    private static void add(List<String> faults, String fault) {
        if (!fault.isEmpty()) {
            faults.add(fault);
        }
    }
}
