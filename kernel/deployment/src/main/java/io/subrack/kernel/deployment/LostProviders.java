/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.StartState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.resource.Resource;

/** Knows who provides now, or would if it ran, what a bundle will lack, so that the fault can name it. */
final class LostProviders {
    private final Live live;
    private final Map<String, Move> moves = new HashMap<>();

    LostProviders(Live live, List<Move> moves) {
        this.live = live;
        moves.forEach(move -> this.moves.put(move.symbolicName(), move));
    }

    /**
     * A provider that the plan takes away or changes.
     *
     * @param name as it is called in the sentence, with the old version if it goes, with the new one if it stays
     * @param gone whether it will not be running at all
     */
    record Lost(String name, String symbolicName, boolean gone) {}

    /** Returns who provides a live bundle's need now, if the plan takes that away; else null. */
    @Nullable
    Lost of(Resource leaf, Need need) {
        Bundle bundle = leaf instanceof StagedBundle staged && staged.rewired()
                ? live.bundles().get(staged.info().symbolicName())
                : null;
        BundleWiring wiring = bundle == null ? null : bundle.adapt(BundleWiring.class);
        List<BundleWire> wires = wiring == null ? null : wiring.getRequiredWires(need.namespace());
        if (wires == null) {
            return null;
        }
        for (BundleWire wire : wires) {
            if (Need.of(wire.getRequirement()).name().equals(need.name())) {
                return lost(wire.getProvider().getBundle());
            }
        }
        return null;
    }

    /** Returns a bundle that is stopped and would provide it if it ran, or null. */
    @Nullable
    String stopped(Need need) {
        for (SetEntry entry : live.set().bundles()) {
            Bundle bundle = live.bundles().get(entry.symbolicName());
            boolean dormant = entry.state() == StartState.STOPPED && !moves.containsKey(entry.symbolicName());
            BundleRevision revision = dormant && bundle != null ? bundle.adapt(BundleRevision.class) : null;
            if (revision != null
                    && revision.getDeclaredCapabilities(need.namespace()).stream()
                            .anyMatch(
                                    it -> need.name().equals(it.getAttributes().get(need.namespace())))) {
                return entry.symbolicName();
            }
        }
        return null;
    }

    private @Nullable Lost lost(Bundle provider) {
        Move move = moves.get(String.valueOf(provider.getSymbolicName()));
        if (move == null) {
            return null;
        }
        SetEntry after = move.after();
        boolean gone = after == null || !move.runsAfter();
        String name = after == null || gone ? Sentences.name(provider) : after.symbolicName() + " " + after.version();
        return new Lost(name, move.symbolicName(), gone);
    }
}
