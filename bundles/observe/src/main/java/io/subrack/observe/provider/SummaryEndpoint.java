/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.subrack.auth.spi.AccessRequirement;
import io.subrack.kernel.spi.Traffic;
import io.subrack.kernel.spi.Traffic.Rates;
import io.subrack.web.spi.FrontDoor;
import io.subrack.web.spi.Mount;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Answers the console's question how the platform and each bundle are doing, with a quarter of an hour of history. */
@Component(service = {})
public final class SummaryEndpoint {
    static final String PATH = "/api/platform/v1/metrics/summary";

    private static final JsonFactory JSON = new JsonFactory();
    private static final String CAPABILITY_LOCATION = "subrack:";

    private final BundleContext context;
    private final Traffic traffic;
    private final JavaProcess process = new JavaProcess();
    private final FrontDoor.Publication publication;

    @Activate
    public SummaryEndpoint(BundleContext context, @Reference FrontDoor frontDoor, @Reference TrafficSampler traffic) {
        this.context = context;
        this.traffic = traffic;
        this.publication = frontDoor.publish(context.getBundle(), "metrics-summary");
        publication.set(List.of(new Mount(PATH, AccessRequirement.scopes("platform.read"), this::answer)));
    }

    @Deactivate
    void close() {
        publication.close();
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (Answers.refused(PATH, request, response)) {
            return;
        }
        var body = new ByteArrayOutputStream(16_384);
        try (var json = JSON.createGenerator(body)) {
            json.writeStartObject();
            writePlatform(json);
            writeBundles(json);
            json.writeEndObject();
        }
        Answers.write(HttpServletResponse.SC_OK, "application/json", body.toByteArray(), request, response);
    }

    private void writePlatform(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("platform");
        writeRates(json, traffic.platform());
        json.writeNumberField("heapUsed", process.heapUsed());
        if (process.heapMax() > 0) {
            json.writeNumberField("heapMax", process.heapMax());
        }
        var resident = process.residentBytes();
        if (resident.isPresent()) {
            json.writeNumberField("rss", resident.get());
        }
        if (process.cpu() >= 0) {
            json.writeNumberField("cpu", process.cpu());
        }
        json.writeNumberField("threads", process.threads());
        json.writeNumberField("uptimeSeconds", process.uptime().toSeconds());
        writeHistory(json, traffic.history());
        json.writeEndObject();
    }

    private static void writeHistory(JsonGenerator json, List<Traffic.Sample> history) throws IOException {
        json.writeObjectFieldStart("history");
        writeSeries(json, "seconds", history, sample -> sample.at().getEpochSecond());
        writeSeries(json, "requestsPerSecond", history, Traffic.Sample::requestsPerSecond);
        writeSeries(json, "errorsPerSecond", history, Traffic.Sample::errorsPerSecond);
        writeSeries(json, "p95Millis", history, Traffic.Sample::p95Millis);
        writeSeries(json, "heapUsed", history, Traffic.Sample::heapUsed);
        writeSeries(json, "cpu", history, sample -> sample.cpu() < 0 ? null : sample.cpu());
        json.writeEndObject();
    }

    private static void writeSeries(JsonGenerator json, String name, List<Traffic.Sample> history, Member member)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (var sample : history) {
            var value = member.of(sample);
            if (value == null) {
                json.writeNull();
            } else {
                json.writeNumber(value.toString());
            }
        }
        json.writeEndArray();
    }

    private void writeBundles(JsonGenerator json) throws IOException {
        Map<String, Rates> rates = traffic.bundles();
        Map<String, Integer> generations = generations();
        Map<String, Integer> threads = new HashMap<>();
        BundleThreads.count().forEach((bundle, count) -> threads.merge(bundle.getSymbolicName(), count, Integer::sum));
        var names = new TreeSet<>(rates.keySet());
        names.addAll(generations.keySet());
        json.writeArrayFieldStart("bundles");
        for (var name : names) {
            json.writeStartObject();
            json.writeStringField("bundle", name);
            writeRates(json, rates.getOrDefault(name, Rates.NONE));
            if (generations.containsKey(name)) {
                json.writeNumberField("generations", generations.get(name));
                json.writeNumberField("threads", threads.getOrDefault(name, 0));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private Map<String, Integer> generations() {
        var counts = new TreeMap<String, Integer>();
        for (var bundle : context.getBundles()) {
            if (bundle.getLocation().startsWith(CAPABILITY_LOCATION) && bundle.getSymbolicName() != null) {
                counts.merge(bundle.getSymbolicName(), 1, Integer::sum);
            }
        }
        return counts;
    }

    private static void writeRates(JsonGenerator json, Rates rates) throws IOException {
        json.writeNumberField("requestsPerSecond", rates.requestsPerSecond());
        json.writeNumberField("errorsPerSecond", rates.errorsPerSecond());
        if (rates.p50Millis() != null && rates.p95Millis() != null) {
            json.writeNumberField("p50Millis", rates.p50Millis());
            json.writeNumberField("p95Millis", rates.p95Millis());
        }
        json.writeNumberField("inFlight", rates.inFlight());
    }

    /** Reads one number of a sample. */
    private interface Member {
        @Nullable
        Number of(Traffic.Sample sample);
    }
}
