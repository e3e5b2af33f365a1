/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.subrack.kernel.api.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the OpenAPI documents that bundles bring: any bundle at {@value #STANDARD_PLACE}, a module of the platform also as
 * {@code openapi.json} beside its classes. So a new module needs to tell nobody that it has one.
 */
@Component(service = ApiDocuments.class)
public final class ApiDocuments {
    static final String STANDARD_PLACE = "OSGI-INF/openapi.json";

    private static final String PLATFORM_LOCATION = "platform:";
    private static final int MAX_BYTES = 4 * 1_048_576;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Logger log = LoggerFactory.getLogger(ApiDocuments.class);

    private final BundleContext context;
    private final Platform platform;

    /** By bundle id: an instance never changes. */
    private final Map<Long, Optional<ObjectNode>> known = new ConcurrentHashMap<>();

    @Activate
    public ApiDocuments(BundleContext context, @Reference Platform platform) {
        this.context = context;
        this.platform = platform;
    }

    /** Returns what a bundle brings; empty if it brings none, or one that cannot be read. Not to be changed. */
    Optional<ObjectNode> of(Bundle bundle) {
        return known.computeIfAbsent(bundle.getBundleId(), id -> read(bundle));
    }

    /** Returns what the bundle of this id brings. */
    Optional<ObjectNode> of(long bundleId) {
        return Optional.ofNullable(context.getBundle(bundleId)).flatMap(this::of);
    }

    /** Returns one document of all modules of the platform that are there. */
    ObjectNode merged() {
        var merge = new ApiMerge(platform.version());
        for (var bundle : modules()) {
            of(bundle).ifPresent(document -> merge.add(name(bundle.getSymbolicName()), document));
        }
        forgetGone();
        return merge.document();
    }

    private List<Bundle> modules() {
        return Stream.of(context.getBundles())
                .filter(bundle -> bundle.getLocation().startsWith(PLATFORM_LOCATION))
                .filter(bundle -> (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0)
                .sorted((one, other) -> one.getSymbolicName().compareTo(other.getSymbolicName()))
                .toList();
    }

    private void forgetGone() {
        var there = new HashSet<Long>();
        for (var bundle : context.getBundles()) {
            there.add(bundle.getBundleId());
        }
        known.keySet().retainAll(there);
    }

    /** Makes {@code Audit} of {@code io.subrack.audit.rest}, and {@code Clients} of {@code io.subrack.auth.clients}. */
    public static String name(String symbolicName) {
        var segments = symbolicName.split("\\.");
        var last = segments[segments.length - 1];
        boolean isRole = segments.length > 1 && (last.equals("rest") || last.equals("provider"));
        var word = isRole ? segments[segments.length - 2] : last;
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static Optional<ObjectNode> read(Bundle bundle) {
        var file = bundle.getEntry(STANDARD_PLACE);
        if (file == null && bundle.getLocation().startsWith(PLATFORM_LOCATION)) {
            file = bundle.getEntry(bundle.getSymbolicName().replace('.', '/') + "/openapi.json");
        }
        return file == null ? Optional.empty() : read(bundle, file);
    }

    private static Optional<ObjectNode> read(Bundle bundle, URL file) {
        try (InputStream in = file.openStream()) {
            var bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length <= MAX_BYTES
                    && MAPPER.readTree(bytes) instanceof ObjectNode document
                    && document.path("openapi").isTextual()) {
                return Optional.of(document);
            }
            log.warn("{}: {} is no OpenAPI document of at most {} bytes", bundle, file.getPath(), MAX_BYTES);
        } catch (IOException e) {
            log.warn("{}: {} cannot be read as JSON: {}", bundle, file.getPath(), e.getMessage());
        }
        return Optional.empty();
    }
}
