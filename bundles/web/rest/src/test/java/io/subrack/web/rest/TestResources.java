/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What bundles host in tests. */
final class TestResources {
    @Path("/hello")
    public static class Hello {
        static volatile CountDownLatch gate = new CountDownLatch(0);
        static final AtomicInteger ENTERED = new AtomicInteger();

        @GET
        @Produces("text/plain")
        public String hello() {
            return "hello";
        }

        @GET
        @Path("slow")
        @Produces("text/plain")
        public String slow() throws InterruptedException {
            ENTERED.incrementAndGet();
            gate.await(60, TimeUnit.SECONDS);
            return "slow";
        }
    }

    @Path("/other/{id}")
    public static class Other {
        @Context
        UriInfo uri;

        @GET
        @Produces("text/plain")
        public String get(@PathParam("id") String id) {
            return "other " + id + (uri == null ? "" : " " + uri.getPath());
        }
    }

    @ApplicationPath("v1")
    public static class Shop extends Application {
        @Override
        public Set<Class<?>> getClasses() {
            return Set.of(Hello.class);
        }
    }

    private TestResources() {}
}
