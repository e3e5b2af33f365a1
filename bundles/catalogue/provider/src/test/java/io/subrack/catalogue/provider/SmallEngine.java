/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.Cause;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.api.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.jar.JarInputStream;

/** Keeps artifacts in memory, and plans by the packages alone. The bundles {@code io.subrack.*} are the platform's. */
final class SmallEngine implements Artifacts {
    final List<Plan> trials = new ArrayList<>();
    final List<Plan> remembered = new ArrayList<>();
    private final Map<Sha256, byte[]> content = new HashMap<>();
    private final Map<Sha256, ArtifactInfo> infos = new HashMap<>();
    private final Map<Sha256, IndexedBundle> bundles = new HashMap<>();

    @Override
    public ArtifactInfo store(InputStream jar) {
        try {
            byte[] bytes = jar.readAllBytes();
            var digest = new Sha256(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
            Map<String, String> headers = new HashMap<>();
            try (var read = new JarInputStream(new ByteArrayInputStream(bytes))) {
                read.getManifest().getMainAttributes().forEach((name, value) -> headers.put("" + name, "" + value));
            }
            var bundle = Manifests.read(headers::get, "", Optional.empty(), OptionalLong.empty())
                    .orElseThrow();
            content.put(digest, bytes);
            bundles.put(digest, bundle);
            infos.put(digest, new ArtifactInfo(digest, bundle.symbolicName(), bundle.version(), bytes.length, headers));
            return infos.get(digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<ArtifactInfo> info(Sha256 digest) {
        return Optional.ofNullable(infos.get(digest));
    }

    @Override
    public InputStream open(Sha256 digest) {
        return new ByteArrayInputStream(content.get(digest));
    }

    Deployments deployments() {
        return (Deployments) Proxy.newProxyInstance(
                Deployments.class.getClassLoader(), new Class<?>[] {Deployments.class}, (proxy, method, arguments) -> {
                    var plans = switch (method.getName()) {
                        case "trial" -> trials;
                        case "plan" -> remembered;
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                    var plan = plan((DeploymentRequest) arguments[0]);
                    plans.add(plan);
                    return plan;
                });
    }

    private Plan plan(DeploymentRequest request) {
        List<IndexedBundle> all = request.changes().stream()
                .map(change -> bundles.get(((Change.Deploy) change).artifact()))
                .toList();
        List<PlanFault> faults = new ArrayList<>();
        for (IndexedBundle bundle : all) {
            if (bundle.symbolicName().startsWith("io.subrack.")) {
                throw new DeploymentException(
                        DeploymentProblem.PLATFORM_BUNDLE, bundle.symbolicName() + " is the platform's");
            }
            for (IndexedBundle.Requirement it : bundle.requirements()) {
                var filter = IndexedBundle.filter(it.filter());
                if (it.namespace().equals("osgi.wiring.package")
                        && all.stream()
                                .noneMatch(other ->
                                        other.provided(it.namespace(), filter).isPresent())) {
                    faults.add(new PlanFault(
                            PlanFault.Kind.MISSING,
                            bundle.symbolicName(),
                            "nobody exports it",
                            Optional.of(new Cause(
                                    Cause.Kind.REQUIREMENT_UNSATISFIED,
                                    bundle.symbolicName(),
                                    "",
                                    it.namespace(),
                                    it.filter(),
                                    "nobody exports it"))));
                }
            }
        }
        return new Plan(
                "%032x".formatted(trials.size() + remembered.size()),
                Instant.EPOCH,
                0,
                request,
                List.of(),
                List.of(),
                false,
                List.of(),
                List.of(),
                Plan.Interruption.NONE,
                faults,
                List.of());
    }
}
