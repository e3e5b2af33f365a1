/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Stream;

/** Who may know whom. */
@AnalyzeClasses(packages = "io.subrack", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
    /** Annotations of DS are gone from class files, so the bundles' component XML says which classes these are. */
    private static final Set<String> COMPONENTS = Set.copyOf(BuiltBundle.componentClasses());

    private static final String[] JDK_AND_OSGI = {"java..", "org.osgi..", "org.jspecify.."};

    @ArchTest
    static final ArchRule kernelApiKnowsOnlyTheJdkAndOsgi = classes()
            .that()
            .resideInAnyPackage("io.subrack.kernel.api", "io.subrack.kernel.spi")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(plus("io.subrack.kernel.api", "io.subrack.kernel.spi"));

    @ArchTest
    static final ArchRule webApiKnowsTheKernelApiAndServlets = classes()
            .that()
            .resideInAnyPackage("io.subrack.web.api", "io.subrack.web.spi")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(plus(
                    "io.subrack.kernel.api",
                    "io.subrack.kernel.spi",
                    "io.subrack.auth.api",
                    "io.subrack.auth.spi",
                    "io.subrack.web.api",
                    "io.subrack.web.spi",
                    "jakarta.servlet.."));

    @ArchTest
    static final ArchRule whatRestModulesShareKnowsApisOnly = classes()
            .that()
            .resideInAPackage("io.subrack.web.resources.spi")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(plus(
                    "io.subrack.kernel.api",
                    "io.subrack.web.api",
                    "io.subrack.web.resources.spi",
                    "jakarta.servlet..",
                    "com.fasterxml.jackson.."));

    @ArchTest
    static final ArchRule dataApiKnowsTheKernelApiAndSql = classes()
            .that()
            .resideInAPackage("io.subrack.data.api")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(plus("io.subrack.kernel.api", "io.subrack.data.api"));

    @ArchTest
    static final ArchRule auditApiKnowsTheKernelApi = classes()
            .that()
            .resideInAPackage("io.subrack.audit.api")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(plus("io.subrack.kernel.api", "io.subrack.audit.api"));

    @ArchTest
    static final ArchRule catalogueApiKnowsTheKernelApi = classes()
            .that()
            .resideInAPackage("io.subrack.catalogue.api")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(plus("io.subrack.kernel.api", "io.subrack.kernel.spi", "io.subrack.catalogue.api"));

    @ArchTest
    static final ArchRule configurationApiKnowsTheKernelApi = classes()
            .that()
            .resideInAPackage("io.subrack.config.api")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(plus("io.subrack.kernel.api", "io.subrack.config.api"));

    @ArchTest
    static final ArchRule pagesApiIsAllThatABuildNeeds = classes()
            .that()
            .resideInAPackage("io.subrack.pages.api")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(plus("io.subrack.pages.api", "com.fasterxml.jackson.."));

    /** A module's package is its own; others get what is in its api or spi. */
    @ArchTest
    static final ArchRule nobodyKnowsTheInsideOfAnotherModule =
            classes().that().resideInAPackage("io.subrack..").should(stayOutOfOtherModules());

    @ArchTest
    static final ArchRule kernelImportsNothingFromBundles = noClasses()
            .that()
            .resideInAPackage("io.subrack.kernel..")
            .should()
            .dependOnClassesThat(are(
                    "of bundles, HTTP or databases",
                    type -> isOurs(type) && !type.getPackageName().startsWith("io.subrack.kernel.")
                            || resides(type, "jakarta.servlet", "jakarta.ws.rs", "org.eclipse.jetty", "java.sql")));

    @ArchTest
    static final ArchRule whatWorksWithoutServerAndDatabaseKnowsNeither = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.subrack.audit.provider..",
                    "io.subrack.catalogue.provider..",
                    "io.subrack.config.provider..",
                    "io.subrack.inspection..",
                    "io.subrack.tracing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.subrack.web..", "io.subrack.auth..", "io.subrack.data..", "jakarta..", "java.sql..")
            .because("the audit log must work while the database is down, and be verified without a platform;"
                    + " and what others look through must not need a server");

    @ArchTest
    static final ArchRule inspectionAndTracingAreAskedAndAskNobody = noClasses()
            .that()
            .resideInAnyPackage("io.subrack.inspection..", "io.subrack.tracing..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.subrack.audit..");

    @ArchTest
    static final ArchRule accountsAndTokensKnowNoServerAndNoDatabase = noClasses()
            .that()
            .resideInAnyPackage("io.subrack.auth.accounts..", "io.subrack.auth.tokens..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.subrack.data..", "jakarta..", "java.sql..");

    @ArchTest
    static final ArchRule accountsKnowNoHttp = noClasses()
            .that()
            .resideInAPackage("io.subrack.auth.accounts..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.subrack.web..");

    @ArchTest
    static final ArchRule dataLayerKnowsNoHttp = noClasses()
            .that()
            .resideInAPackage("io.subrack.data.provider..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.subrack.web..", "io.subrack.auth..");

    @ArchTest
    static final ArchRule authStoreKnowsItsSpiAndTheDataApi = noClasses()
            .that()
            .resideInAPackage("io.subrack.auth.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.kernel..",
                    "io.subrack.web..",
                    "io.subrack.audit..",
                    "jakarta..",
                    "org.hsqldb..",
                    "org.postgresql..");

    @ArchTest
    static final ArchRule authIsDividedByItsOwnModulesAlone = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.subrack.audit.rest..",
                    "io.subrack.catalogue.rest..",
                    "io.subrack.config.rest..",
                    "io.subrack.data.rest..",
                    "io.subrack.maintenance..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.subrack.auth.spi..");

    @ArchTest
    static final ArchRule onlyTheLayersBelowKnowEngines = noClasses()
            .that(are(
                    "neither servers nor databases",
                    type -> !resides(
                            type,
                            "io.subrack.web.provider",
                            "io.subrack.web.rest",
                            "io.subrack.data",
                            "io.subrack.auth.store")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.eclipse.jetty..", "org.glassfish..", "java.sql..", "org.hsqldb..", "org.postgresql..");

    @ArchTest
    static final ArchRule theFrontDoorKnowsNoJersey = noClasses()
            .that()
            .resideInAPackage("io.subrack.web.provider..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.glassfish..");

    @ArchTest
    static final ArchRule restHostingKnowsNoJetty = noClasses()
            .that()
            .resideInAPackage("io.subrack.web.rest..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.jetty..");

    @ArchTest
    static final ArchRule theConsoleAndThePagesOfAuthAreNoRestModules = noClasses()
            .that()
            .resideInAnyPackage("io.subrack.console..", "io.subrack.auth.web..", "io.subrack.auth.oauth..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.subrack.data..", "jakarta.ws.rs..");

    @ArchTest
    static final ArchRule theConsoleIsAClientOfTheApi = noClasses()
            .that()
            .resideInAPackage("io.subrack.console..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.subrack.audit..", "io.subrack.config..");

    @ArchTest
    static final ArchRule onlyTracingKnowsWhoRecords = noClasses()
            .that()
            .resideOutsideOfPackage("io.subrack.tracing..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule noBundleActivators =
            noClasses().should().implement("org.osgi.framework.BundleActivator").because("components are testable");

    @ArchTest
    static final ArchRule onlyJakartaNamespaces = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.ws.rs..", "javax.servlet..", "javax.inject..", "javax.annotation..");

    @ArchTest
    static final ArchRule componentsAreFinal = classes()
            .that(are("DS components", type -> COMPONENTS.contains(type.getName())))
            .should()
            .haveModifier(JavaModifier.FINAL);

    @ArchTest
    static final ArchRule servicesAreNotKeptInStatics = fields().that()
            .areStatic()
            .and()
            .doNotHaveRawType(are("primitive", JavaClass::isPrimitive))
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("io.subrack.kernel.launcher..")
            .should()
            .beFinal()
            .because(
                    "a service in a static outlives its bundle; only the launcher owns what the JVM has once, as the log");

    private static ArchCondition<JavaClass> stayOutOfOtherModules() {
        return new ArchCondition<>("stay out of other modules") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (isOurs(target)
                            && !target.getPackageName().matches(".*\\.[as]pi")
                            && !target.getPackageName().equals(type.getPackageName())) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith("io.subrack.");
    }

    private static boolean resides(JavaClass type, String... packages) {
        return Stream.of(packages)
                .anyMatch(name -> type.getPackageName().equals(name)
                        || type.getPackageName().startsWith(name + "."));
    }

    private static DescribedPredicate<JavaClass> are(
            String description, java.util.function.Predicate<JavaClass> predicate) {
        return DescribedPredicate.describe(description, predicate);
    }

    private static String[] plus(String... more) {
        String[] all = java.util.Arrays.copyOf(JDK_AND_OSGI, JDK_AND_OSGI.length + more.length);
        System.arraycopy(more, 0, all, JDK_AND_OSGI.length, more.length);
        return all;
    }
}
