/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import com.fasterxml.jackson.annotation.JsonView;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Form;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.NoContentException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Providers;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON with Jackson. One per application, so that no shared cache remembers the classes of a bundle;
 * Jersey's own provider looks for Jackson modules on the class path at each build and needs Jakarta XML Binding. A
 * {@code ContextResolver<ObjectMapper>} of the application is preferred to the built-in mapper.
 */
@Priority(5500)
@Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
@Produces({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
final class JsonProvider implements MessageBodyReader<Object>, MessageBodyWriter<Object> {
    private static final Set<Class<?>> LEFT_TO_OTHERS =
            Set.of(String.class, CharSequence.class, byte[].class, char[].class, File.class);

    /** Never used itself, so it knows no class of a bundle; its copies begin with empty caches. */
    private static final ObjectMapper MODEL = model();

    private final Supplier<Providers> providers;
    private final ObjectMapper builtIn;
    private volatile @Nullable Found found;

    /** Whom an application has for a media type, or nobody. That stays as it is, and to look costs more than to write. */
    private record Found(MediaType media, @Nullable ContextResolver<ObjectMapper> resolver) {}

    JsonProvider(Supplier<Providers> providers, boolean rejectUnknown) {
        this.providers = providers;
        LookupCache<Object, JavaType> ownCache = new LRUMap<>(16, 200);
        this.builtIn = MODEL.copy().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, rejectUnknown);
        builtIn.setTypeFactory(builtIn.getTypeFactory().withCache(ownCache));
    }

    private static ObjectMapper model() {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .addModule(new Jdk8Module())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .build();
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, @Nullable MediaType media) {
        return isJson(media)
                && !isLeftToOthers(type)
                && !InputStream.class.isAssignableFrom(type)
                && !Reader.class.isAssignableFrom(type);
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, @Nullable MediaType media) {
        return isJson(media)
                && !isLeftToOthers(type)
                && !InputStream.class.isAssignableFrom(type)
                && !Reader.class.isAssignableFrom(type)
                && !StreamingOutput.class.isAssignableFrom(type)
                && !Response.class.isAssignableFrom(type);
    }

    private static boolean isLeftToOthers(Class<?> type) {
        return LEFT_TO_OTHERS.contains(type) || MultivaluedMap.class.isAssignableFrom(type) || type == Form.class;
    }

    private static boolean isJson(@Nullable MediaType media) {
        if (media == null) {
            return true;
        }
        String subtype = media.getSubtype().toLowerCase(Locale.ROOT);
        return subtype.equals("json") || subtype.endsWith("+json");
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type genericType,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        ObjectMapper mapper = mapper(type, media);
        JavaType javaType = mapper.constructType(genericType);
        ObjectReader reader = mapper.readerFor(javaType);
        Class<?> view = view(annotations);
        JsonParser parser = reader.createParser(body);
        parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
        if (parser.nextToken() == null) {
            throw new NoContentException("The body is empty where JSON is expected");
        }
        return (view == null ? reader : reader.withView(view)).readValue(parser);
    }

    @Override
    public void writeTo(
            Object value,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream body)
            throws IOException {
        ObjectMapper mapper = mapper(type, media);
        ObjectWriter writer = mapper.writer();
        if (genericType instanceof ParameterizedType && isContainer(type)) {
            JavaType declared = mapper.constructType(genericType);
            writer = declared.getRawClass().isInstance(value) ? writer.forType(declared) : writer;
        }
        Class<?> view = view(annotations);
        try (JsonGenerator out = writer.createGenerator(body)) {
            out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            out.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
            out.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            (view == null ? writer : writer.withView(view)).writeValue(out, value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "a " + type.getName() + " cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static boolean isContainer(Class<?> type) {
        return Iterable.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type) || type.isArray();
    }

    private ObjectMapper mapper(Class<?> type, MediaType media) {
        ContextResolver<ObjectMapper> resolver = resolver(media);
        ObjectMapper chosen = resolver == null ? null : resolver.getContext(type);
        return chosen == null ? builtIn : chosen;
    }

    /** Almost all of an application's content is of one media type. */
    private @Nullable ContextResolver<ObjectMapper> resolver(MediaType media) {
        Found last = found;
        if (last == null || !last.media().equals(media)) {
            last = new Found(media, providers.get().getContextResolver(ObjectMapper.class, media));
            found = last;
        }
        return last.resolver();
    }

    private static @Nullable Class<?> view(Annotation @Nullable [] annotations) {
        if (annotations != null) {
            for (Annotation annotation : annotations) {
                if (annotation instanceof JsonView view && view.value().length == 1) {
                    return view.value()[0];
                }
            }
        }
        return null;
    }
}
