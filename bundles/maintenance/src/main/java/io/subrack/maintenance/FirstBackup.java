/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import io.subrack.kernel.spi.FirstStep;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Who has no backup should make one. */
@Component(service = FirstStep.class)
public final class FirstBackup implements FirstStep {
    private static final int PLACE = 40;

    private final Backups backups;
    private volatile boolean done;

    @Activate
    public FirstBackup(@Reference Backups backups) {
        this.backups = backups;
    }

    @Override
    public String id() {
        return "make-backup";
    }

    @Override
    public String label() {
        return "Make a backup";
    }

    @Override
    public String href() {
        return "/console/settings";
    }

    @Override
    public int place() {
        return PLACE;
    }

    @Override
    public boolean done() {
        done = done || !backups.store().isEmpty();
        return done;
    }
}
