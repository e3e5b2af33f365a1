/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Sha256;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stores below the data directory, and the planner over them.
 *
 * @param keptSets how many sets are kept to roll back to
 * @param folderRecord the deploy folder's record
 */
record EngineFiles(
        FileArtifacts artifacts, FileDeploymentStore store, Planner planner, int keptSets, Path folderRecord) {
    private static final Logger log = LoggerFactory.getLogger(EngineFiles.class);

    static EngineFiles open(Path data, EngineConfiguration configuration) {
        int kept = EngineSettings.check(EngineConfiguration.PID, "sets.kept", configuration.sets_kept(), 1, 100_000);
        int mebibytes = EngineSettings.check(
                EngineConfiguration.PID, "artifact.max.mebibytes", configuration.artifact_max_mebibytes(), 1, 2_047);
        FileArtifacts artifacts = new FileArtifacts(data.resolve("artifacts"), limits(mebibytes));
        FileDeploymentStore store = new FileDeploymentStore(data.resolve("deployments"));
        return new EngineFiles(
                artifacts,
                store,
                new ResolvingPlanner(artifacts, store, Clock.systemUTC()),
                kept,
                data.resolve(DeployFolder.RECORD));
    }

    private static ArtifactLimits limits(int mebibytes) {
        ArtifactLimits usual = ArtifactLimits.DEFAULTS;
        return new ArtifactLimits(
                (long) mebibytes << 20,
                usual.maxEntries(),
                usual.maxUnpackedBytes(),
                usual.maxRatio(),
                usual.maxManifestBytes());
    }

    /**
     * Forgets sets that are too old to roll back to, and artifacts that nobody refers to any more.
     *
     * @param planned what plans that may still be applied, and deployments to come, refer to
     */
    void tidy(Set<Sha256> planned) {
        Set<Sha256> keep = new HashSet<>(planned);
        keep.addAll(store.keepNewest(keptSets));
        keep.addAll(new FolderRecord(folderRecord, new DiskFiles()).artifacts());
        int removed = artifacts.collectGarbage(keep);
        if (removed > 0) {
            log.info("deleted {} artifacts that no set refers to any more", removed);
        }
    }
}
