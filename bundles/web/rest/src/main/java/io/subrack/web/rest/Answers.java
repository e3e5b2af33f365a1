/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.RequestAttributes;
import io.subrack.web.api.WebProblem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NoContentException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Providers;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.ParamException;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each application does with its answers: errors become problems, known content becomes a 304. */
final class Answers {
    private static final Logger log = LoggerFactory.getLogger(Answers.class);
    private static final Annotation[] NONE = {};

    /** Whatever is missing is looked for again each second or two. */
    private static final String RETRY_SECONDS = "5";

    private Answers() {}

    static ServletExchange exchange(ContainerRequest request) {
        return (ServletExchange) request.getResponseWriter();
    }

    /** Turns whatever was thrown into a problem. An application's own mapper of the same type is preferred. */
    @Priority(Integer.MAX_VALUE)
    static final class ThrowableMapper implements ExceptionMapper<Throwable> {
        private final String label;
        private final Supplier<ContainerRequest> request;
        private final Supplier<Providers> providers;

        ThrowableMapper(String label, Supplier<ContainerRequest> request, Supplier<Providers> providers) {
            this.label = label;
            this.request = request;
            this.providers = providers;
        }

        @Override
        public Response toResponse(Throwable thrown) {
            Throwable failure = thrown;
            while ((failure instanceof CompletionException || failure instanceof ExecutionException)
                    && failure.getCause() != null) {
                failure = failure.getCause();
            }
            return failure == thrown ? map(failure) : delegate(failure);
        }

        private <T extends Throwable> Response delegate(T failure) {
            @SuppressWarnings("unchecked")
            var mapper = (ExceptionMapper<T>) providers.get().getExceptionMapper(failure.getClass());
            if (mapper == null || mapper == (ExceptionMapper<?>) this) {
                return map(failure);
            }
            if (failure instanceof WebApplicationException web
                    && web.getResponse().hasEntity()) {
                return web.getResponse();
            }
            return mapper.toResponse(failure);
        }

        private Response map(Throwable failure) {
            if (failure instanceof WebApplicationException web) {
                return map(web);
            }
            ProblemException known = problemIn(failure);
            if (known != null) {
                return answer(known);
            }
            if (exchange(request.get()).unreadable()) {
                return answer(unreadable(), failure);
            }
            if (failure instanceof JsonProcessingException json) {
                return answer(Problem.of(WebProblem.BAD_REQUEST, JsonProblems.describe(json)), failure);
            }
            return answer(Problem.of(WebProblem.INTERNAL, null), failure);
        }

        private Problem unreadable() {
            return exchange(request.get()).bodyTooLarge()
                    ? Problem.of(WebProblem.CONTENT_TOO_LARGE, "The request's body is larger than is allowed here")
                    : Problem.of(WebProblem.BAD_REQUEST, "The request's body could not be read to its end");
        }

        private Response map(WebApplicationException failure) {
            Response intended = failure.getResponse();
            if (intended.getStatus() < 400 || intended.hasEntity()) {
                return intended;
            }
            ProblemException known = problemIn(failure.getCause());
            if (known != null) {
                return answer(known);
            }
            if (exchange(request.get()).unreadable()) {
                return answer(unreadable(), failure);
            }
            if (failure instanceof NotAllowedException) {
                intended = withHead(intended);
            }
            Problem problem = Problem.ofStatus(intended.getStatus(), detail(failure, intended));
            Response answer = answer(problem, failure);
            return Response.fromResponse(intended)
                    .entity(answer.getEntity())
                    .type(Problem.MEDIA_TYPE)
                    .build();
        }

        /** Jersey answers HEAD wherever there is a GET, but does not say so in a 405. */
        private static Response withHead(Response refusal) {
            String allowed = refusal.getHeaderString(HttpHeaders.ALLOW);
            Set<String> methods = new TreeSet<>(List.of(allowed == null ? new String[0] : allowed.split(",\\s*")));
            if (!methods.contains("GET") || methods.contains("HEAD")) {
                return refusal;
            }
            methods.add("HEAD");
            return Response.fromResponse(refusal)
                    .header(HttpHeaders.ALLOW, null)
                    .header(HttpHeaders.ALLOW, String.join(",", methods))
                    .build();
        }

        private static @Nullable ProblemException problemIn(@Nullable Throwable failure) {
            Throwable current = failure;
            for (int depth = 0; current != null && depth < 8; depth++) {
                if (current instanceof ProblemException problem) {
                    return problem;
                }
                current = current.getCause();
            }
            return null;
        }

        private Response answer(ProblemException failure) {
            Response answer = answer(Problem.of(failure.type(), failure.getMessage(), failure.extensions()), failure);
            return answer.getStatus() == Response.Status.SERVICE_UNAVAILABLE.getStatusCode()
                    ? Response.fromResponse(answer)
                            .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                            .build()
                    : answer;
        }

        private Response answer(Problem problem, Throwable failure) {
            ServletExchange exchange = exchange(request.get());
            if (exchange.clientGone()) {
                log.debug("{}: the client of {} left", label, exchange.request().getRequestURI(), failure);
            } else if (problem.status() == 500) {
                log.error(
                        "{} failed to answer {} {}, request {}",
                        label,
                        exchange.request().getMethod(),
                        exchange.request().getRequestURI(),
                        exchange.requestId(),
                        failure);
            }
            return Response.status(problem.status())
                    .entity(problem.json(exchange.requestId()))
                    .type(Problem.MEDIA_TYPE)
                    .build();
        }

        private String detail(WebApplicationException failure, Response intended) {
            String message = failure.getMessage();
            boolean says = message != null && !message.equals(standardMessage(intended));
            if (failure instanceof ParamException parameter) {
                return "The " + kind(parameter) + " '" + parameter.getParameterName()
                        + "' has a value that cannot be used";
            }
            if (failure.getCause() instanceof NoContentException) {
                return "The request's body is empty";
            }
            return says && message != null ? message : detailOf(failure, intended, request.get());
        }

        private static String standardMessage(Response response) {
            return "HTTP " + response.getStatus() + " "
                    + response.getStatusInfo().getReasonPhrase();
        }

        private static String kind(ParamException parameter) {
            String annotation = parameter.getParameterType().getSimpleName();
            return annotation.toLowerCase(Locale.ROOT).replace("param", "") + " parameter";
        }
    }

    private static String detailOf(
            @Nullable WebApplicationException failure, Response intended, ContainerRequest request) {
        String path = exchange(request).request().getRequestURI();
        if (failure instanceof NotFoundException) {
            return "There is nothing at " + path;
        }
        if (failure instanceof NotAllowedException) {
            return request.getMethod() + " is not allowed at " + path + "; allowed are "
                    + String.valueOf(intended.getHeaderString(HttpHeaders.ALLOW))
                            .replace(",", ", ");
        }
        if (failure instanceof NotSupportedException) {
            return "Content of type " + request.getHeaderString(HttpHeaders.CONTENT_TYPE) + " is not supported at "
                    + path;
        }
        if (failure instanceof NotAcceptableException) {
            return "Nothing that is acceptable (" + request.getHeaderString(HttpHeaders.ACCEPT) + ") can be made of "
                    + path;
        }
        return intended.getStatusInfo().getReasonPhrase() + ": " + request.getMethod() + " " + path;
    }

    /** Runs after all filters of the application. */
    @Priority(Integer.MIN_VALUE)
    static final class Finisher implements ContainerResponseFilter {
        private final String base;
        private final Map<ResourceMethod, String> templates = new ConcurrentHashMap<>();

        Finisher(String base) {
            this.base = base;
        }

        @Override
        public void filter(ContainerRequestContext requestContext, ContainerResponseContext answer) {
            var request = (ContainerRequest) requestContext;
            ServletExchange exchange = exchange(request);
            String template = template(request.getUriInfo());
            if (template != null) {
                exchange.request().setAttribute(RequestAttributes.ROUTE_TEMPLATE, template);
            }
            int status = answer.getStatus();
            if (status >= 400 && !answer.hasEntity()) {
                Problem problem = Problem.ofStatus(status, status == 400 ? unreadableType(request) : null);
                answer.setEntity(problem.json(exchange.requestId()), NONE, Problem.MEDIA_TYPE);
            } else if (status == 200 && isKnown(request, answer)) {
                answer.setStatus(304);
                answer.setEntity(null);
            }
        }

        /** Jersey answers 400 to a type of content that it cannot read, and does not say why. */
        private static @Nullable String unreadableType(ContainerRequest request) {
            try {
                request.getMediaType();
                return null;
            } catch (ProcessingException e) {
                return "The header Content-Type cannot be read: name a media type, such as application/json";
            }
        }

        private static boolean isKnown(ContainerRequest request, ContainerResponseContext answer) {
            String method = request.getMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                return false;
            }
            String known = request.getHeaderString(HttpHeaders.IF_NONE_MATCH);
            if (known != null) {
                return matches(known, answer);
            }
            if (request.getHeaderString(HttpHeaders.IF_MODIFIED_SINCE) == null || answer.getLastModified() == null) {
                return false;
            }
            return request.evaluatePreconditions(answer.getLastModified()) != null;
        }

        /** Compares weakly, as RFC 9110 section 13.1.2 wants it. */
        private static boolean matches(String known, ContainerResponseContext answer) {
            EntityTag tag = answer.getEntityTag();
            if (tag == null) {
                return false;
            }
            if (known.trim().equals("*")) {
                return true;
            }
            String quoted = '"' + tag.getValue() + '"';
            for (int at = known.indexOf(quoted); at >= 0; at = known.indexOf(quoted, at + 1)) {
                String before = known.substring(0, at).stripTrailing();
                before = before.endsWith("W/")
                        ? before.substring(0, before.length() - 2).stripTrailing()
                        : before;
                if (before.isEmpty() || before.endsWith(",")) {
                    return true;
                }
            }
            return false;
        }

        private @Nullable String template(ExtendedUriInfo uri) {
            ResourceMethod method = uri.getMatchedResourceMethod();
            if (method == null || !uri.getMatchedResourceLocators().isEmpty()) {
                return uri.getMatchedTemplates().isEmpty() ? null : Templates.of(base, uri);
            }
            String template = templates.get(method);
            if (template == null) {
                template = Templates.of(base, method);
                templates.put(method, template);
            }
            return template;
        }
    }

    /** Notes when a body breaks off, so that a truncated answer is not ended as if it were whole. */
    @Priority(Integer.MIN_VALUE)
    static final class BodyWatch implements WriterInterceptor {
        private final Supplier<ContainerRequest> request;

        BodyWatch(Supplier<ContainerRequest> request) {
            this.request = request;
        }

        @Override
        public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
            try {
                context.proceed();
            } catch (IOException | RuntimeException | Error e) { // whatever writes the body may throw anything
                if (exchange(request.get()).bodyFailed(e)) {
                    throw new BrokenOffException(e);
                }
                throw e;
            }
        }
    }

    /** Says that a body broke off after its beginning was sent. Told elsewhere already, or by who catches it. */
    static final class BrokenOffException extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenOffException(Throwable cause) {
            super("the answer broke off", cause);
        }
    }
}
