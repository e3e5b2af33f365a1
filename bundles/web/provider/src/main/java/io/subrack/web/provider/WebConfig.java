/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of {@code io.subrack.web}, with their defaults; an underscore stands for a dot. */
@ObjectClassDefinition(id = WebConfig.PID, name = "Front door", description = "The HTTP server and its route table")
@interface WebConfig {
    String PID = "io.subrack.web";

    /** The numbers that a key takes. */
    @Retention(RetentionPolicy.RUNTIME)
    @interface Range {
        long min();

        long max();
    }

    /** The texts that a key takes. */
    @Retention(RetentionPolicy.RUNTIME)
    @interface OneOf {
        String[] value();
    }

    @AttributeDefinition(description = "Address to listen on; 0.0.0.0 for all")
    String host() default "127.0.0.1";

    @AttributeDefinition(description = "Port to listen on; 0 picks a free one", min = "0", max = "65535")
    @Range(min = 0, max = 65535)
    int port() default 8080;

    @AttributeDefinition(description = "Key store with the server's certificate; empty for plain HTTP")
    String tls_keystore() default "";

    @AttributeDefinition(description = "Type of the key store")
    String tls_keystore_type() default "PKCS12";

    @AttributeDefinition(description = "File with the key store's password")
    String tls_password_file() default "";

    @AttributeDefinition(description = "Whether HTTP/2 is spoken beside HTTP/1.1")
    boolean http2() default true;

    @AttributeDefinition(description = "Threads kept ready", min = "4", max = "1000")
    @Range(min = 4, max = 1000)
    int threads_min() default 8;

    @AttributeDefinition(description = "Most threads", min = "8", max = "10000")
    @Range(min = 8, max = 10000)
    int threads_max() default 200;

    @AttributeDefinition(description = "Whether requests run in virtual threads (JDK 21 or newer)")
    boolean threads_virtual() default false;

    @AttributeDefinition(
            description = "Most threads in one capability bundle; 0 for three quarters of threads.max",
            min = "0",
            max = "10000")
    @Range(min = 0, max = 10000)
    int owner_requests() default 0;

    @AttributeDefinition(description = "Most connections at a time", min = "1", max = "1000000")
    @Range(min = 1, max = 1000000)
    int connections_max() default 10_000;

    @AttributeDefinition(description = "Seconds without a byte until a connection is closed", min = "1", max = "3600")
    @Range(min = 1, max = 3600)
    int idle_timeout_seconds() default 30;

    @AttributeDefinition(description = "Seconds for a request's headers to arrive", min = "1", max = "3600")
    @Range(min = 1, max = 3600)
    int header_timeout_seconds() default 15;

    @AttributeDefinition(description = "Most bytes of a request line with its headers", min = "1024", max = "1048576")
    @Range(min = 1024, max = 1048576)
    int header_bytes() default 16_384;

    @AttributeDefinition(description = "Most characters of a URI", min = "256", max = "1048576")
    @Range(min = 256, max = 1048576)
    int uri_chars() default 8_192;

    @AttributeDefinition(description = "Most bytes of a request body", min = "0", max = "1099511627776")
    @Range(min = 0, max = 1099511627776L)
    long body_bytes() default 16_777_216;

    @AttributeDefinition(description = "Slowest body, in bytes per second; 0 for any", min = "0", max = "1048576")
    @Range(min = 0, max = 1048576)
    int body_bytes_per_second() default 8_192;

    @AttributeDefinition(
            description = "Seconds for a body of body.bytes, more for larger ones; 0 for ever",
            min = "0",
            max = "604800")
    @Range(min = 0, max = 604800)
    int body_timeout_seconds() default 2_400;

    @AttributeDefinition(description = "Seconds for a handler to answer; 0 for ever", min = "0", max = "86400")
    @Range(min = 0, max = 86400)
    int request_timeout_seconds() default 120;

    @AttributeDefinition(description = "Seconds that a request waits for a route to come back", min = "0", max = "300")
    @Range(min = 0, max = 300)
    int hold_seconds() default 10;

    @AttributeDefinition(description = "Most requests that wait", min = "0", max = "1000000")
    @Range(min = 0, max = 1000000)
    int hold_requests() default 5_000;

    @AttributeDefinition(description = "Seconds that running requests may take to end", min = "0", max = "3600")
    @Range(min = 0, max = 3600)
    int drain_seconds() default 30;

    @AttributeDefinition(description = "Proxies whose header says where a request comes from: addresses and networks")
    String trusted_proxies() default "";

    @AttributeDefinition(description = "The header they write: X-Forwarded-For or Forwarded")
    String trusted_proxies_header() default "X-Forwarded-For";

    @AttributeDefinition(description = "Whether answers are compressed")
    boolean compression() default true;

    @AttributeDefinition(description = "Smallest answer that is compressed, in bytes", min = "0", max = "1048576")
    @Range(min = 0, max = 1048576)
    int compression_bytes() default 1_024;

    @AttributeDefinition(description = "Whether answers say how long the handler took (Server-Timing)")
    boolean server_timing() default false;

    @AttributeDefinition(
            description = "Whose traceparent header counts",
            options = {
                @Option(label = "Everybody's", value = "always"),
                @Option(label = "That of trusted proxies", value = "proxies"),
                @Option(label = "Nobody's", value = "never")
            })
    @OneOf({"always", "proxies", "never"})
    String trace_trust() default "always";

    @AttributeDefinition(
            description = "Whether each request gets a line in logs/requests.log",
            options = {
                @Option(label = "No", value = RequestLog.OFF),
                @Option(label = "As name=value", value = RequestLog.TEXT),
                @Option(label = "As JSON", value = RequestLog.JSON)
            })
    @OneOf({RequestLog.OFF, RequestLog.TEXT, RequestLog.JSON})
    String request_log() default RequestLog.OFF;

    @AttributeDefinition(description = "Mebibytes at which the request log is put aside", min = "1", max = "1024")
    @Range(min = 1, max = 1024)
    int request_log_max_mebibytes() default 10;

    @AttributeDefinition(description = "How many files of the request log are kept", min = "2", max = "100")
    @Range(min = 2, max = 100)
    int request_log_max_count() default 20;

    @AttributeDefinition(description = "Requests after which a new version is judged", min = "1", max = "1000000")
    @Range(min = 1, max = 1000000)
    int breach_requests() default 20;

    @AttributeDefinition(description = "Percent of failed requests that a new version may have", min = "0", max = "100")
    @Range(min = 0, max = 100)
    int breach_percent() default 50;
}
