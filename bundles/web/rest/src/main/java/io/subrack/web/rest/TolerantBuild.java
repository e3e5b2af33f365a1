/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.web.rest.AppModel.Extension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds an application; where an extension that others put into it breaks the build, without that extension. */
final class TolerantBuild {
    private static final Logger log = LoggerFactory.getLogger(TolerantBuild.class);

    private final AppModel model;
    private final Map<InstanceSource, String> broken = new LinkedHashMap<>();

    TolerantBuild(AppModel model) {
        this.model = model;
    }

    /** Returns what was left out, and why. */
    Map<InstanceSource, String> broken() {
        return Map.copyOf(broken);
    }

    /** @throws IllegalStateException if the application cannot be built whatever is left out */
    JerseyApplication run() {
        try {
            return new JerseyApplication(model);
        } catch (IllegalStateException e) {
            JerseyApplication without = without(e);
            if (without == null) {
                throw e;
            }
            return without;
        }
    }

    private @Nullable JerseyApplication without(IllegalStateException failure) {
        List<Extension> dispensable =
                model.extensions().stream().filter(Extension::dispensable).toList();
        for (Extension suspect : dispensable) {
            JerseyApplication application = attempt(allBut(List.of(suspect)));
            if (application != null) {
                leaveOut(suspect, failure);
                return application;
            }
        }
        return dispensable.size() < 2 ? null : oneAfterTheOther(dispensable);
    }

    /** Several are broken: begins with none of them. */
    private @Nullable JerseyApplication oneAfterTheOther(List<Extension> dispensable) {
        List<Extension> missing = new ArrayList<>(dispensable);
        JerseyApplication application = attempt(allBut(missing));
        if (application == null) {
            return null;
        }
        for (Extension candidate : dispensable) {
            missing.remove(candidate);
            try {
                var more = new JerseyApplication(model.with(allBut(missing)));
                application.close();
                application = more;
            } catch (IllegalStateException e) {
                missing.add(candidate);
                leaveOut(candidate, e);
            }
        }
        return application;
    }

    private void leaveOut(Extension extension, IllegalStateException failure) {
        broken.put(extension.source(), String.valueOf(failure.getMessage()));
        log.error(
                "{}: its REST application at {} goes on without {}, which breaks it",
                model.label(),
                model.base(),
                extension.source(),
                failure);
    }

    private List<Extension> allBut(List<Extension> missing) {
        return model.extensions().stream()
                .filter(extension -> !missing.contains(extension))
                .toList();
    }

    private @Nullable JerseyApplication attempt(List<Extension> extensions) {
        try {
            return new JerseyApplication(model.with(extensions));
        } catch (IllegalStateException e) {
            log.debug("{}: leaving that out is not enough", model.label(), e);
            return null;
        }
    }
}
