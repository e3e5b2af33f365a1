/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tracing;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys, with their defaults; an underscore stands for a dot. What is empty or 0 is taken from the environment. */
@ObjectClassDefinition(
        id = TracingConfig.PID,
        name = "Tracing",
        description = "Spans of requests, sent to a collector over OTLP; off until an endpoint is named")
@interface TracingConfig {
    /** The PID. */
    String PID = "io.subrack.tracing";

    @AttributeDefinition(
            name = "Where spans go",
            options = {
                @Option(label = "To the endpoint, if one is named here or in the environment", value = ""),
                @Option(label = "To an OTLP collector", value = "otlp"),
                @Option(label = "Nowhere", value = "none")
            })
    String exporter() default "";

    @AttributeDefinition(name = "The collector's URL, as http://127.0.0.1:4318")
    String endpoint() default "";

    @AttributeDefinition(
            name = "How it is spoken to",
            options = {
                @Option(label = "As the environment says, else protobuf", value = ""),
                @Option(label = "Protobuf over HTTP", value = "http/protobuf"),
                @Option(label = "JSON over HTTP", value = "http/json")
            })
    String protocol() default "";

    @AttributeDefinition(
            name = "Headers for the collector: name=value, separated by commas",
            type = AttributeType.PASSWORD)
    String headers() default "";

    @AttributeDefinition(name = "File with the certificates (PEM) that the collector's is checked by")
    String certificate_file() default "";

    @AttributeDefinition(
            name = "Whether what is sent is compressed",
            options = {
                @Option(label = "As the environment says, else not", value = ""),
                @Option(label = "gzip", value = "gzip"),
                @Option(label = "No", value = "none")
            })
    String compression() default "";

    @AttributeDefinition(name = "Milliseconds for the collector to answer", min = "0", max = "60000")
    int timeout_millis() default 0;

    @AttributeDefinition(name = "Share of the traces begun here that is recorded, 0 to 1")
    String sampler_ratio() default "";

    @AttributeDefinition(name = "What this platform is called in traces")
    String service_name() default "";

    @AttributeDefinition(name = "What else is said of it: name=value, separated by commas")
    String resource_attributes() default "";

    @AttributeDefinition(name = "Most spans that wait to be sent", min = "0", max = "1000000")
    int queue_spans() default 0;

    @AttributeDefinition(name = "Most spans that are sent at once", min = "0", max = "10000")
    int batch_spans() default 0;

    @AttributeDefinition(name = "Milliseconds after which spans are sent, at the latest", min = "0", max = "60000")
    int batch_delay_millis() default 0;

    @AttributeDefinition(name = "Most characters of an attribute", min = "0", max = "1000000")
    int attribute_chars_max() default 0;

    @AttributeDefinition(name = "Paths whose requests are not recorded, with all below them, separated by commas")
    String paths_excluded() default "/health, /metrics";
}
