/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.glassfish.jersey.uri.UriTemplate;

/** The route templates of what Jersey has matched. */
final class Templates {
    private Templates() {}

    /** Returns the template of a method of a root resource. */
    static String of(String base, ResourceMethod method) {
        String path = "";
        for (Resource resource = method.getParent(); resource != null; resource = resource.getParent()) {
            path = resource.getPath() == null ? path : resource.getPath() + "/" + path;
        }
        return RestPaths.template(base, path);
    }

    /** Returns the template of all that a request has matched; the base if that is nothing. */
    static String of(String base, ExtendedUriInfo uri) {
        String path = "";
        for (UriTemplate template : uri.getMatchedTemplates()) {
            path = template.getTemplate() + "/" + path;
        }
        return RestPaths.template(base, path);
    }
}
