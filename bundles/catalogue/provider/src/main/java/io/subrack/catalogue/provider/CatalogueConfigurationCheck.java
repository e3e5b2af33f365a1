/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.kernel.spi.ConfigurationCheck;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Keeps a configuration from being taken with which there would be no catalogue at the next start. */
@Component(property = ConfigurationCheck.PID_PROPERTY + "=" + CatalogueConfiguration.PID)
public final class CatalogueConfigurationCheck implements ConfigurationCheck {
    @Override
    public List<String> faults(Map<String, Object> values) {
        String folders = values.getOrDefault("folders", "").toString();
        // what a reference leads to is not known here
        return folders.contains("$[") ? List.of() : CatalogueSettings.faultsOfFolders(folders);
    }
}
