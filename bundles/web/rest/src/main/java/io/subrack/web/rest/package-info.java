/* SPDX-License-Identifier: Apache-2.0 */
/** REST hosting: finds the REST resources of each bundle and runs them in Jersey applications of their own. */
@Capability(
        namespace = "osgi.implementation",
        name = "osgi.jakartars",
        version = "2.0",
        uses = {
            JakartarsServiceRuntime.class,
            RuntimeDTO.class,
            JakartarsWhiteboardConstants.class,
            GET.class,
            Client.class,
            ContainerRequestFilter.class,
            Context.class,
            MessageBodyReader.class,
            Sse.class
        })
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.osgi.service.jakartars.runtime.JakartarsServiceRuntime\"",
        uses = {JakartarsServiceRuntime.class, RuntimeDTO.class})
@Capability(namespace = "osgi.extender", name = "io.subrack.rest", version = "1.0")
@NullMarked
package io.subrack.web.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.sse.Sse;
import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.jakartars.runtime.JakartarsServiceRuntime;
import org.osgi.service.jakartars.runtime.dto.RuntimeDTO;
import org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants;
