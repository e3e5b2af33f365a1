/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.ticker;

import io.subrack.auth.api.PublicAccess;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/**
 * The ways to answer later. While a request waits it needs no thread of the platform, except in {@link #slow}. When the
 * bundle is updated, running answers are finished by the version that began them.
 */
@Component(service = TickerResource.class)
@JakartarsResource
@Path("ticker")
@Produces(MediaType.APPLICATION_JSON)
@PublicAccess
public final class TickerResource {
    private static final int MAX_MILLIS = 60_000;
    private static final int MAX_SECONDS = 600;
    private static final int MAX_CHUNK_BYTES = 1 << 20;

    private final String version;

    /** Its thread starts with the first task and ends with the component. */
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "ticker"));

    @Activate
    public TickerResource(BundleContext context) {
        this(context.getBundle().getVersion().toString());
    }

    TickerResource(String version) {
        this.version = version;
    }

    /** What a bundle starts, it stops: the old version must leave nothing behind. */
    @Deactivate
    public void close() {
        timer.shutdownNow();
    }

    @GET
    public Tick now() {
        return new Tick(version, 1, 0);
    }

    /** Keeps a thread of the platform busy for as long as it takes. */
    @GET
    @Path("slow")
    public Tick slow(@QueryParam("millis") @DefaultValue("2000") int millis) throws InterruptedException {
        Thread.sleep(within("millis", millis, MAX_MILLIS));
        return new Tick(version, 1, millis);
    }

    /** Gives the thread back at once and answers from another. */
    @GET
    @Path("async")
    public void later(@QueryParam("millis") @DefaultValue("500") int millis, @Suspended AsyncResponse answer) {
        timer.schedule(
                () -> answer.resume(new Tick(version, 1, millis)),
                within("millis", millis, MAX_MILLIS),
                TimeUnit.MILLISECONDS);
    }

    /** The same, by returning a stage. */
    @GET
    @Path("stage")
    public CompletionStage<Tick> stage(@QueryParam("millis") @DefaultValue("500") int millis) {
        var answer = new CompletableFuture<Tick>();
        timer.schedule(
                () -> answer.complete(new Tick(version, 1, millis)),
                within("millis", millis, MAX_MILLIS),
                TimeUnit.MILLISECONDS);
        return answer;
    }

    /** Streams {@code seconds} × 10 chunks of {@code chunk} bytes. */
    @GET
    @Path("download")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public StreamingOutput download(
            @QueryParam("seconds") @DefaultValue("5") int seconds,
            @QueryParam("chunk") @DefaultValue("8192") int chunk) {
        return new Download(within("seconds", seconds, MAX_SECONDS), within("chunk", chunk, MAX_CHUNK_BYTES));
    }

    /** Sends {@code count} server-sent events, one every {@code millis}. */
    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void events(
            @QueryParam("count") @DefaultValue("10") int count,
            @QueryParam("millis") @DefaultValue("200") int millis,
            @Context SseEventSink sink,
            @Context Sse sse) {
        within("count", count, MAX_MILLIS);
        within("millis", millis, MAX_MILLIS);
        timer.execute(() -> sendFrom(1, count, millis, sink, sse));
    }

    private void sendFrom(int number, int count, int millis, SseEventSink sink, Sse sse) {
        if (number > count || sink.isClosed()) {
            sink.close();
            return;
        }
        sink.send(sse.newEventBuilder()
                .name("tick")
                .id(Integer.toString(number))
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(Tick.class, new Tick(version, number, (long) number * millis))
                .build());
        timer.schedule(() -> sendFrom(number + 1, count, millis, sink, sse), millis, TimeUnit.MILLISECONDS);
    }

    private static int within(String name, int value, int max) {
        if (value < 1 || value > max) {
            throw new BadRequestException(name + " must be 1 to " + max + ", not " + value);
        }
        return value;
    }
}
