/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.spi.FirstStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be done with a new installation, as the parts of the platform say. */
final class FirstSteps {
    private static final Logger log = LoggerFactory.getLogger(FirstSteps.class);

    private FirstSteps() {}

    /** Asks each step once; one that cannot tell is not done. */
    static List<StepView> of(List<FirstStep> steps) {
        List<StepView> views = new ArrayList<>();
        steps.stream().sorted(Comparator.comparingInt(FirstStep::place)).forEach(step -> {
            boolean done = false;
            try {
                done = step.done();
            } catch (RuntimeException e) { // another part of the platform may be down
                log.debug("the step {} cannot tell whether it is done", step.id(), e);
            }
            views.add(new StepView(step.id(), done, step.label(), step.href()));
        });
        return views;
    }

    /** One step in JSON. */
    record StepView(String id, boolean done, String label, String href) {}
}
