/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.auth.api.AnyCaller;
import io.subrack.auth.api.Caller;
import io.subrack.auth.api.PublicAccess;
import io.subrack.auth.api.RequiresRole;
import io.subrack.auth.api.RequiresScope;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Resources that say who may call them, each in another way. */
final class GuardedResources {
    /** How often a method ran that few may call. */
    static final AtomicInteger RAN = new AtomicInteger();

    @Path("/things")
    @RequiresScope("things.read")
    public static class Things {
        @GET
        public String all() {
            return "all";
        }

        @GET
        @Path("open")
        @PublicAccess
        public String open(@Context Caller caller, @Context SecurityContext security) {
            return caller.name() + " " + security.getUserPrincipal() + " " + security.getAuthenticationScheme();
        }

        @GET
        @Path("me")
        @AnyCaller
        public String me(@Context Caller caller, @Context SecurityContext security) {
            return caller.name() + " " + (security.getUserPrincipal() == caller) + " " + security.isUserInRole("clerk")
                    + " " + security.getAuthenticationScheme();
        }

        @POST
        @RequiresScope({"things.read", "things.write"})
        public String add(InputStream body) {
            RAN.incrementAndGet();
            return "added";
        }

        @GET
        @Path("clerks")
        @RequiresRole({"clerk", "boss"})
        public String clerks() {
            return "clerks";
        }

        @GET
        @Path("standard")
        @RolesAllowed("clerk")
        public String standard() {
            return "standard";
        }

        @GET
        @Path("permitted")
        @PermitAll
        public String permitted() {
            return "permitted";
        }

        @GET
        @Path("denied")
        @DenyAll
        @PublicAccess
        public String denied() {
            return "denied";
        }

        @GET
        @Path("later")
        public void later(@Suspended AsyncResponse answer) {
            RAN.incrementAndGet();
            answer.resume("later");
        }

        @GET
        @Path("stage")
        public CompletionStage<String> stage() {
            RAN.incrementAndGet();
            return CompletableFuture.completedFuture("stage");
        }

        @GET
        @Path("events")
        public void events(@Context SseEventSink sink, @Context Sse sse) {
            RAN.incrementAndGet();
            sink.send(sse.newEvent("event"));
            sink.close();
        }

        @Path("parts/{id}")
        @RequiresScope("parts.see")
        public Part part(@PathParam("id") String id) {
            RAN.incrementAndGet();
            if (id.equals("0")) {
                throw new NotFoundException("no part 0");
            }
            return new Part();
        }

        @Path("loose")
        @PublicAccess
        public Part loose() {
            return new Part();
        }
    }

    public static class Part {
        @GET
        @RequiresScope("parts.read")
        public String part() {
            return "part";
        }

        @GET
        @Path("open")
        @PublicAccess
        public String open() {
            return "open part";
        }

        @GET
        @Path("silent")
        public String silent() {
            return "silent part";
        }
    }

    @Path("/silent")
    public static class Silent {
        @GET
        public String all() {
            RAN.incrementAndGet();
            return "silent";
        }

        @GET
        @Path("public")
        @PublicAccess
        public String openOutsideOfThePublicPaths() {
            return "open";
        }
    }

    interface Contract<T> {
        @GET
        @Path("{id}")
        @RequiresScope("child.read")
        String one(@PathParam("id") String id);

        @PUT
        @RequiresScope("child.write")
        String put(T body);
    }

    @RequiresScope("parent")
    public abstract static class Parent {
        @GET
        public String all() {
            return "all";
        }
    }

    @Path("/child")
    public static class Child extends Parent implements Contract<String> {
        @Override
        public String one(String id) {
            return id;
        }

        @Override
        public String put(String body) {
            return body;
        }
    }

    @Path("/strict")
    @RequiresScope("strict")
    public static class Strict {
        @GET
        public String get() {
            return "strict";
        }
    }

    @Path("/fresh")
    @PublicAccess
    public static class Fresh {
        @Context
        Caller caller;

        @GET
        public String me() {
            return caller.name();
        }
    }

    private GuardedResources() {}
}
