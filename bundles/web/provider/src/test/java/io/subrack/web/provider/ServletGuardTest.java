/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static io.subrack.web.provider.FakeBundles.bundle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.Guard.Decision;
import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.testing.TestGuard;
import io.subrack.web.api.RequestAttributes;
import io.subrack.web.api.WebProblem;
import io.subrack.web.spi.GuardAttributes;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.servlet.runtime.dto.RequestInfoDTO;
import org.osgi.service.servlet.runtime.dto.ServletDTO;

class ServletGuardTest {
    private final Bundle one = bundle("com.acme.one", "1.0.0");
    private final Bundle other = bundle("com.acme.other", "1.0.0");
    private final Map<String, ServletMount> servlets = Map.of(
            "/any", servlet(1, one, "authenticated"),
            "/inner", servlet(2, one, "role:nobody"),
            "/foreign", servlet(3, other, "scope:stock.read"),
            "/silent", servlet(4, other, null));
    private Caller caller = TestGuard.user("ada", Set.of(), Set.of());
    private Set<Long> gone = Set.of();
    private final ServletGuard guard = new ServletGuard(this::choice, this::served);

    private RequestInfoDTO choice(String path) {
        RequestInfoDTO info = new RequestInfoDTO();
        info.servletDTO = new ServletDTO();
        info.servletDTO.serviceId = servlets.get(path).id();
        return info;
    }

    private @Nullable ServletMount served(long id) {
        return servlets.values().stream()
                .filter(servlet -> servlet.id() == id && !gone.contains(id))
                .findFirst()
                .orElse(null);
    }

    private static ServletMount servlet(long id, Bundle bundle, String access) {
        ServiceReference<?> service = (ServiceReference<?>) Proxy.newProxyInstance(
                ServletGuardTest.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (self, method, arguments) -> switch ((String) arguments[0]) {
                    case "service.id" -> id;
                    case ServletAccess.PROPERTY -> access;
                    default -> null;
                });
        return new ServletMount(service, bundle, System.nanoTime());
    }

    private HttpServletRequest request(String path, DispatcherType type) {
        Map<String, Object> attributes = type == DispatcherType.INCLUDE
                ? Map.of("jakarta.servlet.include.request_uri", path, "jakarta.servlet.include.servlet_path", path)
                : Map.of("jakarta.servlet.forward.request_uri", "/any");
        return request(path, type, attributes);
    }

    private HttpServletRequest request(String path, DispatcherType type, Map<String, Object> attributes) {
        ServletContext context = (ServletContext) Proxy.newProxyInstance(
                ServletGuardTest.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (self, method, arguments) -> "");
        return (HttpServletRequest) Proxy.newProxyInstance(
                ServletGuardTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getDispatcherType" -> type;
                    case "getServletPath" -> type == DispatcherType.INCLUDE ? "/any" : path;
                    case "getServletContext" -> context;
                    case "setAttribute" -> null;
                    case "getPathInfo" -> null;
                    case "getAttribute" ->
                        switch ((String) arguments[0]) {
                            case GuardAttributes.GUARD -> new TestGuard();
                            case RequestAttributes.CALLER -> caller;
                            case ServletGuard.SENDER -> one;
                            default -> attributes.get(arguments[0]);
                        };
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private void check(String path, DispatcherType type) {
        HttpServletResponse response = (HttpServletResponse) Proxy.newProxyInstance(
                ServletGuardTest.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (self, method, arguments) -> null);
        guard.check(servlets.get("/any"), request(path, type), response);
    }

    @Test
    void saysThatAServletIsGoneInsteadOfWhoMayCallIt() {
        gone = Set.of(1L);

        assertThatThrownBy(() -> check("/any", DispatcherType.REQUEST))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(WebProblem.NOT_SERVING));
    }

    @Test
    void refusesWhereTheDispatcherWouldReachWhatIsNotServed() {
        gone = Set.of(2L);

        assertThatThrownBy(() -> check("/inner", DispatcherType.REQUEST))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(WebProblem.FORBIDDEN));
    }

    @ParameterizedTest
    @EnumSource(
            value = DispatcherType.class,
            names = {"REQUEST", "ASYNC", "FORWARD"})
    void asksForEachServletOfAnotherBundleHoweverTheRequestComesToIt(DispatcherType type) {
        for (String path : new String[] {"/foreign", "/silent"}) {
            assertThatThrownBy(() -> check(path, type))
                    .as(path)
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.type()).isEqualTo(WebProblem.FORBIDDEN));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DispatcherType.class,
            names = {"ASYNC", "FORWARD"})
    void letsABundleSendOnToItsOwn(DispatcherType type) {
        assertThatCode(() -> check("/inner", type)).doesNotThrowAnyException();
        assertThatThrownBy(() -> check("/inner", DispatcherType.REQUEST)).isInstanceOf(ProblemException.class);
    }

    private boolean maySendOn(String path, DispatcherType type, Bundle target) {
        return guard.decideSentOn(request(path, type), target) instanceof Decision.Permitted;
    }

    @ParameterizedTest
    @EnumSource(
            value = DispatcherType.class,
            names = {"FORWARD", "INCLUDE"})
    void asksWhereAServletForwardsToOrIncludesOneOfAnotherBundle(DispatcherType type) {
        caller = TestGuard.user("ada", Set.of(), Set.of());
        assertThat(maySendOn("/foreign", type, other)).isFalse();
        assertThat(maySendOn("/silent", type, other)).isFalse();
        assertThat(maySendOn("/inner", type, one)).isTrue();

        caller = TestGuard.user("ada", Set.of("stock.read"), Set.of());
        assertThat(maySendOn("/foreign", type, other)).isTrue();
        assertThat(maySendOn("/silent", type, other)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = DispatcherType.class,
            names = {"FORWARD", "INCLUDE"})
    void reachesNoServletOfAnotherBundleByItsNameOrByAPathThatIsAnothers(DispatcherType type) {
        caller = TestGuard.user("ada", Set.of("stock.read"), Set.of());

        assertThat(guard.decideSentOn(request("/foreign", type, Map.of()), other))
                .isInstanceOf(Decision.Denied.class);
        assertThat(maySendOn("/any", type, other)).isFalse();
        assertThat(maySendOn("/foreign", type, null)).isFalse();
    }
}
