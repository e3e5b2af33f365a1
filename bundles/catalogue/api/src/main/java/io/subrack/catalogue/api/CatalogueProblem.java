/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.api;

import io.subrack.kernel.api.ProblemType;

/** The problem types of the catalogue. */
public enum CatalogueProblem implements ProblemType {
    REPOSITORY_UNKNOWN("catalogue:repository-unknown", "Repository does not exist", 404),
    BUNDLE_UNKNOWN("catalogue:bundle-unknown", "No repository has this bundle", 404),
    REPOSITORY_EXISTS("catalogue:repository-exists", "Repository exists already", 409),
    REPOSITORY_IN_USE("catalogue:repository-in-use", "Installed bundles came from this repository", 409),
    REPOSITORY_CHANGED("catalogue:repository-changed", "Repository was changed meanwhile", 412),
    REPOSITORY_INVALID("catalogue:repository-invalid", "Repository is not valid", 422),
    ADDRESS_REFUSED("catalogue:address-refused", "Address is not allowed", 403),
    CONTENT_REFUSED("catalogue:content-refused", "What came is not what it should be", 422),
    SIGNATURE_REFUSED("catalogue:signature-refused", "Signature is not valid", 422),
    REPOSITORY_FAILED("catalogue:repository-failed", "Repository does not answer", 502),
    STORE_FAILED("catalogue:store-failed", "Catalogue cannot be written", 503),
    TOO_SLOW("catalogue:too-slow", "Repositories took too long", 504);

    private final String code;
    private final String title;
    private final int status;

    CatalogueProblem(String code, String title, int status) {
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
