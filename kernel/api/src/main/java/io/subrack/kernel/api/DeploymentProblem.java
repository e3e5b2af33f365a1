/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

/** The problem types of the deployment engine. */
public enum DeploymentProblem implements ProblemType {
    ARTIFACT_INVALID("artifact:invalid", "Not a usable bundle", 422),
    ARTIFACT_TOO_LARGE("artifact:too-large", "Artifact is too large", 413),
    ARTIFACT_UNKNOWN("artifact:unknown", "Artifact is not stored here", 404),
    REQUEST_INVALID("deploy:request-invalid", "Deployment request cannot be understood", 400),
    BUNDLE_UNKNOWN("deploy:bundle-unknown", "Bundle is not in the current set", 404),
    BUNDLE_PRESENT("deploy:bundle-present", "Bundle is in the current set already", 409),
    SET_UNKNOWN("deploy:set-unknown", "Deployment set does not exist", 404),
    NOTHING_TO_DO("deploy:nothing-to-do", "The current set is already as asked for", 409),
    PLATFORM_BUNDLE("deploy:platform-bundle", "Bundle belongs to the platform", 409),
    UNRESOLVED("deploy:unresolved", "Bundle cannot be resolved", 409),
    PLAN_UNKNOWN("deploy:plan-unknown", "Plan does not exist", 404),
    PLAN_STALE("deploy:plan-stale", "Another deployment came between", 409),
    PLAN_NEEDS_YES("deploy:plan-needs-yes", "Plan reaches bundles that were not named", 409),
    BUSY("deploy:busy", "Too many deployments are waiting", 503),
    DEPLOYMENT_UNKNOWN("deploy:unknown", "Deployment does not exist", 404),
    START_FAILED("deploy:start-failed", "Bundle failed to start", 409),
    START_TIMEOUT("deploy:start-timeout", "Bundle did not start in time", 409),
    PROBE_FAILED("deploy:probe-failed", "Bundle started but is not working", 409),
    PARTICIPANT_FAILED("deploy:participant-failed", "A part of the platform refused the change", 409),
    WATCH_BREACHED("deploy:watch-breached", "New version failed too many requests", 409),
    INTERRUPTED("deploy:interrupted", "Platform was ended during the deployment", 409),
    STORE_FAILED("deploy:store-failed", "Deployment store cannot be written", 503);

    private final String code;
    private final String title;
    private final int status;

    DeploymentProblem(String code, String title, int status) {
        this.code = code;
        this.title = title;
        this.status = status;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public int status() {
        return status;
    }
}
